// What the pages do beyond links and forms. Everything works without it, only less comfortably.
document.addEventListener("click", (event) => {
  const toggle = event.target.closest("[data-theme-toggle]");
  if (toggle) {
    const dark = document.documentElement.dataset.bsTheme === "dark";
    localStorage.setItem("theme", dark ? "light" : "dark");
    window.syncline.applyTheme();
  }
});

// One box that ticks all others of its form.
document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-tick-all]");
  if (all) {
    for (const box of all.form.querySelectorAll("input[type=checkbox][name=id]")) box.checked = all.checked;
  }
});

// Instants are written in UTC; a browser knows its own zone.
const localTimes = (root) => {
  for (const one of root.querySelectorAll("time[datetime]:not([data-local])")) {
    const at = new Date(one.dateTime);
    if (!Number.isNaN(at.getTime())) {
      one.dataset.local = "";
      one.title = one.textContent;
      const year = at.getFullYear() === new Date().getFullYear() ? {} : { year: "numeric" };
      one.textContent = at.toLocaleString([], { ...year, month: "short", day: "numeric", hour: "numeric", minute: "2-digit" });
    }
  }
};
document.addEventListener("DOMContentLoaded", () => localTimes(document));
document.addEventListener("htmx:afterSwap", (event) => localTimes(event.detail.target.parentElement || document));

// A form that asks first.
document.addEventListener("submit", (event) => {
  const asked = event.submitter?.dataset.confirm || event.target.dataset.confirm;
  if (asked && !window.confirm(asked)) event.preventDefault();
});

// A key out of a file goes into the box beside it: the file itself is not sent.
document.addEventListener("change", async (event) => {
  const box = event.target.id && document.querySelector(`[data-fill-from="${CSS.escape(event.target.id)}"]`);
  if (box && event.target.files?.length) box.value = await event.target.files[0].text();
});

// The usual sets of permissions only fill in the boxes.
document.addEventListener("click", (event) => {
  const set = event.target.closest("[data-set-permissions]");
  if (set) {
    const words = set.dataset.setPermissions.split(" ");
    for (const box of set.form.querySelectorAll("input[name=permissions]")) box.checked = words.includes(box.value);
  }
});

// Copies what stands in another element, and says so on the button.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  const source = button && document.querySelector(button.dataset.copy);
  if (!source) return;
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent);
    button.textContent = "Copied";
  } catch {
    source.select?.();
    button.textContent = "Press Ctrl+C";
  }
});
