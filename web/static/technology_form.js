// Saves the application form as people type. Without this file its buttons save.
(() => {
  "use strict";
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const WAIT_MS = 900, RETRY_MS = 5000;
  const state = document.getElementById("save-state");
  const dirty = new Set();
  let timer = 0, saving = false, leaving = false;
  const group = (path) => form.querySelector(`[data-group="${CSS.escape(path)}"]`);
  const say = (kind, at = "") => { if (state) { state.textContent = state.dataset[kind].replace("{at}", at); state.dataset.kind = kind; } };

  function body(paths) {
    const data = new FormData();
    data.append("csrf_token", form.elements.csrf_token.value);
    for (const path of paths) {
      const row = group(path) || form;
      for (const control of row.querySelectorAll("input,textarea,select")) {
        const skipped = !control.name || control.disabled || (/^(checkbox|radio)$/.test(control.type) && !control.checked);
        const mine = control.name === path || control.name === `${path}.unit` || control.name === `mark.${path}` || (control.name === "asked" && control.value === path);
        if (mine && !skipped) data.append(control.name, control.value);
      }
    }
    return data;
  }

  function errorBox(path, message) {
    const row = group(path);
    if (!row) return;
    const box = row.querySelector(`[data-state="${CSS.escape(path)}"]`);
    row.querySelectorAll(".field-error").forEach((old) => old.remove());
    const field = row.querySelector(".field");
    field?.classList.toggle("field-bad", Boolean(message));
    box.textContent = message || "";
    box.classList.toggle("form-state-bad", Boolean(message));
    row.querySelectorAll(".control").forEach((control) => { if (message) control.setAttribute("aria-invalid", "true"); else control.removeAttribute("aria-invalid"); });
  }

  function collide(path, message) {
    const row = group(path);
    const box = row?.querySelector(`[data-state="${CSS.escape(path)}"]`);
    if (!box) return;
    const button = Object.assign(document.createElement("button"), { type: "submit", name: "go", value: "save", className: "button button-quiet button-small", textContent: form.dataset.choose });
    box.classList.add("form-state-bad");
    box.replaceChildren(`${message} `, button);
  }

  function redraw(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const fresh of page.querySelectorAll("[id]")) {
      const old = document.getElementById(fresh.id);
      const outer = fresh.parentElement?.closest("[id]");
      if (!old || outer || old.contains(document.activeElement) || old.outerHTML === fresh.outerHTML) continue;
      old.replaceWith(document.adoptNode(fresh));
    }
    if (matchMedia("(max-width: 760px)").matches) document.querySelectorAll("details.side-fold").forEach((fold) => { if (!fold.contains(document.activeElement)) fold.open = false; });
  }

  // After a log-in in another tab the form token is a new one.
  async function renewToken() {
    const page = await fetch(location.href, { credentials: "same-origin" });
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("form[data-autosave] [name=csrf_token]");
    if (fresh) form.elements.csrf_token.value = fresh.value;
  }

  async function save() {
    clearTimeout(timer);
    if (saving || dirty.size === 0 || leaving) return;
    const paths = [...dirty];
    dirty.clear();
    saving = true;
    say("saving");
    try {
      const answer = await fetch(form.action, { method: "POST", body: body(paths), credentials: "same-origin", headers: { Accept: "application/json" } });
      if (answer.status === 409 || answer.status === 404) { location.reload(); return; }
      if (answer.status === 403) await renewToken();
      if (answer.status === 401) throw new Error("login");
      if (!answer.ok) throw new Error("failed");
      take(await answer.json(), paths);
    } catch (error) {
      paths.forEach((path) => dirty.add(path));
      say(error.message === "login" ? "login" : "failed");
      timer = setTimeout(save, RETRY_MS);
    } finally {
      saving = false;
    }
    if (dirty.size && !timer) timer = setTimeout(save, WAIT_MS);
  }

  function take(result, paths) {
    timer = 0;
    for (const [path, mark] of Object.entries(result.saved)) {
      const box = form.querySelector(`[data-mark="${CSS.escape(path)}"]`);
      if (box) box.value = mark;
    }
    paths.forEach((path) => errorBox(path, ""));
    result.problems.forEach((problem) => errorBox(problem.field, problem.message));
    result.conflicts.forEach((conflict) => collide(conflict.field, conflict.message));
    redraw(result.fragments);
    say(result.problems.length || result.conflicts.length ? "problem" : "saved", result.saved_at);
  }

  function touched(event, wait) {
    const row = event.target.closest?.("[data-group]");
    const path = row ? row.dataset.group : event.target.name;
    if (!path || event.target.name === "asked") return;
    dirty.add(path);
    if (event.target.dataset.unknown) dirty.add(event.target.dataset.unknown); // ticked, it empties the box
    if (state) state.dataset.kind = "typing";
    if (row && /\.capacity(_unit)?$/.test(path)) ["applicability_rules.capacity", "applicability_rules.capacity_unit"].forEach((one) => dirty.add(one));
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }
  form.addEventListener("input", (event) => touched(event, WAIT_MS));
  form.addEventListener("change", (event) => touched(event, 50));
  form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); });
  addEventListener("pageshow", () => { leaving = false; });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); save(); }
  });
  const flush = () => {
    if (!dirty.size || leaving) return;
    if (navigator.sendBeacon(form.action, body([...dirty]))) dirty.clear();
  };
  addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") flush(); });
})();
