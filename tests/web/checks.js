// What tests/web/axe.py asks of a page. Evaluated in the page; leaves `epepChecks` on the window and nothing else.
window.epepChecks = window.epepChecks || (() => {
  // The one thing axe may say: GOV.UK Frontend puts aria-expanded on radios and checkboxes that reveal something, on
  // purpose (alphagov/govuk-frontend issue 979). Nothing else about them, and nothing about anything else, is let through.
  const meant = (rule, node) => rule.id === 'aria-allowed-attr'
    && /govuk-(radios|checkboxes)__input/.test(node.html) && /aria-expanded/.test(node.failureSummary);

  const told = rules => rules
    .map(rule => ({ ...rule, nodes: rule.nodes.filter(node => !meant(rule, node)) }))
    .filter(rule => rule.nodes.length)
    .map(({ id, impact, nodes }) =>
      `${id} (${impact}), ${nodes.length} times, first: ${nodes[0].html.slice(0, 200)} ${nodes[0].failureSummary || ''}`);

  const axe = async tags => {
    const found = await window.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations', 'incomplete'] });
    return { violations: told(found.violations), incomplete: told(found.incomplete) };
  };

  const tooWide = () => {
    const room = document.documentElement.clientWidth, wide = document.documentElement.scrollWidth;
    if (wide <= room) return [];
    const out = [...document.querySelectorAll('body *')].filter(each => {
      const box = each.getBoundingClientRect();
      return box.width && box.right > room + 1 && !each.closest('svg') && getComputedStyle(each).position !== 'absolute';
    });
    return [`${wide} pixels wide in ${room}: ` + out.slice(0, 4).map(each => `${each.tagName}.${each.className}`).join(', ')];
  };

  const tooSmall = () => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')]
    .filter(each => {
      const box = each.getBoundingClientRect(), style = getComputedStyle(each);
      const shown = box.width && box.height && style.opacity !== '0' && style.visibility !== 'hidden' && !each.matches('.govuk-skip-link');
      return shown && style.display !== 'inline' && (box.width < 24 || box.height < 24);
    })
    .map(each => each.outerHTML.slice(0, 120));

  // Where focus can show: on the control, or, for a radio or a checkbox, on what stands in for it.
  const places = control => [[control, null], [control, '::before'], [control.nextElementSibling, null],
    [control.nextElementSibling, '::before'], [control.labels && control.labels[0], null]].filter(([element]) => element);
  const look = control => places(control).map(([element, part]) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow, backgroundColor } = getComputedStyle(element, part);
    const drawn = outlineStyle === 'auto' || (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2);
    const outline = drawn && outlineColor !== 'rgba(0, 0, 0, 0)' ? outlineColor : '';
    return [outline, boxShadow, backgroundColor].join(';');
  }).join('|');

  const stops = new Map();
  const focused = () => {
    const control = document.activeElement;
    if (!control || control === document.body) return null;
    const box = control.getClientRects()[0] || control.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    const label = control.labels && control.labels[0], group = control.parentElement;
    const own = top && (control.contains(top) || top.contains(control) || label?.contains(top) || group.contains(top));
    const withFocus = look(control);
    control.blur();
    const without = look(control);
    control.focus({ preventScroll: true });
    if (!stops.has(control)) stops.set(control, stops.size);
    return {
      id: stops.get(control),
      name: (control.getAttribute('aria-label') || control.innerText || control.name || control.id || control.tagName).trim().slice(0, 40),
      visible: withFocus !== without, covered: Boolean(top) && !own, inside: box.bottom > 0 && box.top < innerHeight,
    };
  };

  return { axe, tooWide, tooSmall, focused };
})();
