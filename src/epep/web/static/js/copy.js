// A button that copies a text of the page: <div data-copy="id of the text" hidden><button>…</button><span role="status"></span></div>.
// Without JavaScript the button stays hidden, and the text can be marked and copied as any other.

for (const box of document.querySelectorAll('[data-copy]')) {
  const text = document.getElementById(box.dataset.copy);
  const said = box.querySelector('[role=status]');
  if (!navigator.clipboard || !text) continue;
  box.hidden = false;
  box.querySelector('button').addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText((text.value ?? text.textContent).trim());
      said.textContent = 'Copied';
    } catch {
      if (text.select) text.select();
      else getSelection().selectAllChildren(text);
      said.textContent = 'Marked: press Ctrl and C to copy';
    }
  });
}
