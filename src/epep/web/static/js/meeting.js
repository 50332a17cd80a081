// Says at once what a date means: asks the server to draw the page with what is typed, and takes that part of it.
const about = document.querySelector('[data-about-day]');
const form = about?.closest('form');
if (form) {
  const boxes = form.querySelectorAll('[name^="day-"], [name="time"]');
  const full = () => [...boxes].every(box => box.name === 'time' || box.value.trim());
  let asked = 0;
  const look = async () => {
    if (!full()) return;
    const mine = ++asked, data = new FormData(form);
    data.set('look', 'yes');
    try {
      const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(data) });
      if (!answer.ok || answer.redirected || mine !== asked) return;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const found = page.querySelector('[data-about-day]');
      if (found) about.replaceChildren(...found.childNodes);
    } catch { /* without a connection the page asks when it is sent */ }
  };
  boxes.forEach(box => box.addEventListener('change', look));
  form.querySelector('.pep-look')?.remove();
}
