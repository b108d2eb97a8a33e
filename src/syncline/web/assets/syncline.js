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
const soon = (at) => {
  const seconds = Math.round((at - Date.now()) / 1000);
  if (seconds <= 0) return "due now";
  return seconds < 90 ? `in ${seconds} s` : `in ${Math.round(seconds / 60)} min`;
};
const localTimes = (root) => {
  for (const one of root.querySelectorAll("time[datetime]:not([data-local])")) {
    const at = new Date(one.dateTime);
    if (!Number.isNaN(at.getTime())) {
      one.dataset.local = "";
      one.title = one.textContent;
      const year = at.getFullYear() === new Date().getFullYear() ? {} : { year: "numeric" };
      one.textContent = "soon" in one.dataset ? soon(at) : at.toLocaleString([], { ...year, month: "short", day: "numeric", hour: "numeric", minute: "2-digit" });
    }
  }
  for (const one of root.querySelectorAll("text[data-hour]:not([data-local])")) {
    one.dataset.local = "";
    one.textContent = new Date(one.dataset.hour).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
  }
};
document.addEventListener("DOMContentLoaded", () => localTimes(document));
setInterval(() => {
  for (const one of document.querySelectorAll("time[data-soon]")) one.textContent = soon(new Date(one.dateTime));
}, 5000);
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

// What was sent is under way: it is not sent again, and says so.
const sent = (form, button) => {
  form.setAttribute("aria-busy", "true");
  button?.classList.add("under-way");
  document.querySelector("#under-way").textContent = "Under way …";
  // Not at once: a button that is disabled would not be sent along.
  setTimeout(() => {
    for (const one of form.elements) if (one.type === "submit") one.disabled = true;
  });
};
const again = (form) => {
  form.removeAttribute("aria-busy");
  for (const one of form.elements) if (one.type === "submit") one.disabled = false;
  for (const one of form.querySelectorAll(".under-way")) one.classList.remove("under-way");
  document.querySelector("#under-way").textContent = "";
};
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.ariaBusy === "true") {
    event.preventDefault();
    return;
  }
  sent(form, event.submitter);
  // A file leaves the page where it is, and nobody tells it that the file came.
  if (form.dataset.answers === "file") setTimeout(() => again(form), 3000);
});
// Somebody who comes back finds forms that can be sent.
addEventListener("pageshow", () => {
  for (const form of document.forms) again(form);
});

// The same for the parts of a page that are asked for by themselves.
document.addEventListener("htmx:beforeRequest", ({ detail: { elt, target } }) => {
  target.setAttribute("aria-busy", "true");
  if (elt.matches("button")) elt.disabled = true;
});
document.addEventListener("htmx:afterRequest", ({ detail: { elt, target } }) => {
  target.removeAttribute("aria-busy");
  if (elt.matches("button")) elt.disabled = false;
});

// A part that did not come is said, or what is shown would pass for true. It is taken back by the next one that comes.
const noAnswer = (event) => {
  const { target } = event.detail;
  for (const one of document.querySelectorAll("main .spinner-border")) one.remove();
  if (target.dataset.unanswered) target.textContent = target.dataset.unanswered;
  document.querySelector("#no-answer").hidden = false;
};
document.addEventListener("htmx:responseError", noAnswer);
document.addEventListener("htmx:sendError", noAnswer);
document.addEventListener("htmx:afterOnLoad", (event) => {
  if (event.detail.successful !== false) document.querySelector("#no-answer").hidden = true;
});

// Whoever is not signed in any more is sent to the sign-in page, which is no part of this one.
document.addEventListener("htmx:beforeSwap", (event) => {
  const answered = new URL(event.detail.xhr.responseURL || location.href).pathname;
  if (answered === "/sign-in" || answered === "/welcome") {
    event.detail.shouldSwap = false;
    location.reload();
  }
});

// A page that grew, and broke off before its end.
document.addEventListener("DOMContentLoaded", () => {
  const going = document.querySelector("p.going");
  if (going && !document.querySelector(".ended")) {
    going.className = "alert alert-danger";
    going.textContent = "It broke off before its end: Syncline, or the way to it, stopped. Start it again.";
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
