// The section editor, a little quicker than without scripts: asks questions as soon as an answer calls for them,
// starts from last time's words on the spot, and asks before words that are not saved are left behind.
for (const form of document.querySelectorAll('form[data-writing]')) {
  const blocks = [...form.querySelectorAll('[data-when]')];
  const chosen = name => [...form.querySelectorAll(`[name="${name}"]`)]
    .filter(box => !['radio', 'checkbox'].includes(box.type) || box.checked).map(box => box.value);
  const ask = () => blocks.forEach(block => {
    const before = document.getElementById(`q-${block.dataset.when}`);
    const wanted = block.dataset.equals.split(' ');
    block.hidden = Boolean(before?.hidden) || !chosen(block.dataset.when).some(value => wanted.includes(value));
  });

  let changed = form.querySelector('.govuk-error-message, .pep-conflict') !== null;
  form.addEventListener('input', () => {
    changed = true;
    ask();
    const saved = form.querySelector('[data-saved]');
    if (saved) saved.textContent = 'Not saved yet';
  });
  form.addEventListener('submit', () => { changed = false; });
  window.addEventListener('beforeunload', event => { if (changed) event.preventDefault(); });

  form.addEventListener('click', event => {
    const button = event.target.closest('[data-start]');
    const box = button && form.querySelector(`[name="${button.dataset.start}"]`);
    if (!box) return;
    event.preventDefault();
    const then = button.previousElementSibling.textContent;
    if (!box.value.includes(then)) box.value = [then, box.value].filter(Boolean).join('\n\n');
    box.dispatchEvent(new Event('input', { bubbles: true }));
    box.focus();
  });
  ask();
}
