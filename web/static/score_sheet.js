// Saves a score sheet as the expert types. Without this file its button saves.
(() => {
  "use strict";
  const form = document.querySelector("form[data-score-sheet]");
  if (!form) return;
  const WAIT_MS = 1000, RETRY_MS = 6000;
  const state = document.getElementById("save-state");
  let timer = 0, saving = false, dirty = false, stopped = false;
  const say = (kind, at = "") => { state.textContent = state.dataset[kind].replace("{at}", at); };
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };

  function mark(errors) {
    const bad = new Set(errors.map((error) => error.field));
    for (const control of form.querySelectorAll("[name^=score_]")) {
      if (bad.has(control.name)) control.setAttribute("aria-invalid", "true"); else control.removeAttribute("aria-invalid");
    }
  }

  async function save() {
    if (saving || stopped || !dirty) return;
    saving = true; dirty = false;
    say("saving");
    const data = new FormData(form);
    data.set("go", "draft");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, credentials: "same-origin", headers: { Accept: "application/json" } });
      if (answer.ok) {
        const kept = await answer.json();
        form.elements.version.value = kept.version;
        mark([]); say("saved", kept.saved_at);
      } else if (answer.status === 422) { mark((await answer.json()).errors); say("invalid"); }
      else if (answer.status === 409) { stopped = true; say("conflict"); }
      else throw new Error(String(answer.status));
    } catch { dirty = true; say("failed"); later(RETRY_MS); }
    saving = false;
    if (dirty) later(WAIT_MS);
  }

  form.addEventListener("input", () => { dirty = true; later(WAIT_MS); });
  // Handing in must carry the version of the last draft: wait for the one under way.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    stopped = true;
    if (!saving) return;
    event.preventDefault();
    const button = event.submitter;
    const wait = setInterval(() => { if (!saving) { clearInterval(wait); form.requestSubmit(button); } }, 50);
  });
  window.addEventListener("beforeunload", (event) => { if (dirty && !stopped) event.preventDefault(); });
})();
