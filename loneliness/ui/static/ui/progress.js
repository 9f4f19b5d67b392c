// Keeps the page of long work up to date; without it the link “Look again” does the same.
// Only the state is announced, politely and when it changes; the ways on change at the end.
const WAIT = 4000; // milliseconds between two looks
const shown = document.querySelector("[data-progress]");

const part = (within, name) => within.querySelector(`[data-part="${name}"]`);

function take(fresh, name) {
  const [old, now] = [part(shown, name), part(fresh, name)];
  if (old.innerHTML === now.innerHTML) return;
  const hadFocus = old.contains(document.activeElement);
  old.replaceChildren(...now.childNodes);
  if (hadFocus) old.focus();
}

async function look() {
  const answer = await fetch(window.location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return answer.status >= 500 ? shown : page.querySelector("[data-progress]");
}

async function watch() {
  const fresh = await look().catch(() => shown); // not reached: try again
  if (!fresh) return; // signed out, or no longer to be seen
  const isOver = fresh.dataset.progress === "over";
  for (const name of isOver ? ["bar", "ways", "state"] : ["bar", "state"]) {
    if (fresh !== shown) take(fresh, name);
  }
  if (!isOver) setTimeout(watch, WAIT);
}

if (shown) setTimeout(watch, WAIT);
