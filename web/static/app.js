// Progressive enhancement only: every page works without this file. No dependency.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const announce = (text) => { const box = one("#announce"); if (box) box.textContent = text; };
  const on = (type, selector, act) => document.addEventListener(type, (event) => {
    const hit = event.target instanceof Element ? event.target.closest(selector) : null;
    if (hit) act(hit, event);
  });

  // data-swap="id id": fetch the target of a form or link and replace those elements.
  let running = null;
  async function swap(url, ids, { focus = true, push = true } = {}) {
    if (running) running.abort();
    running = new AbortController();
    const mine = running;
    const targets = ids.map((id) => document.getElementById(id)).filter(Boolean);
    targets.forEach((target) => target.setAttribute("aria-busy", "true"));
    try {
      const answer = await fetch(url, { headers: { "X-Requested-With": "fetch" }, signal: mine.signal, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) { location.assign(url); return; }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = ids.map((id) => page.getElementById(id));
      if (fresh.includes(null)) { location.assign(url); return; }
      ids.forEach((id, index) => document.getElementById(id).replaceWith(document.adoptNode(fresh[index])));
      if (push) history.replaceState(null, "", url);
      const first = document.getElementById(ids[0]);
      if (focus) { first.setAttribute("tabindex", "-1"); first.focus({ preventScroll: true }); }
      announce(first.dataset.announce || "");
      document.dispatchEvent(new CustomEvent("swapped"));
    } catch (error) {
      if (error.name !== "AbortError") location.assign(url);
    } finally {
      if (mine === running) { running = null; targets.forEach((target) => target.removeAttribute("aria-busy")); }
    }
  }
  const query = (form, submitter) => {
    const data = new FormData(form, submitter);
    const url = new URL(form.getAttribute("action") || location.pathname, location.href);
    url.search = new URLSearchParams([...data].filter(([, value]) => typeof value === "string")).toString();
    return url.toString();
  };
  on("submit", "form[data-swap]", (form, event) => {
    if (form.method !== "get") return;
    event.preventDefault();
    const from = event.submitter && event.submitter.name ? event.submitter : undefined;
    const also = from?.dataset.also ? [from.dataset.also] : [];
    swap(query(form, from), [...form.dataset.swap.split(" "), ...also], { focus: Boolean(event.submitter) });
  });
  on("click", "a[data-swap]", (link, event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    swap(link.href, link.dataset.swap.split(" "));
  });

  // Filters and sliders submit themselves a moment after the last change.
  let timer = 0;
  on("input", "form[data-autosubmit] input[type=range]", (slider) => showWeights(slider.form));
  on("change", "form[data-autosubmit]", (form) => {
    clearTimeout(timer);
    timer = setTimeout(() => form.requestSubmit(), 250);
  });
  function showWeights(form) {
    const sliders = all("input[type=range]", form);
    const total = sliders.reduce((sum, slider) => sum + Number(slider.value), 0);
    sliders.forEach((slider) => {
      const output = one(`output[for="${slider.id}"]`, form);
      if (output) output.textContent = `${total ? Math.round((Number(slider.value) / total) * 100) : 0}%`;
    });
  }

  // Compare tray: at most four, kept for the session of this need.
  const LIMIT = 4;
  const tray = () => one("[data-tray]");
  const chosen = new Map();
  const storageKey = () => `compare:${tray()?.dataset.tray ?? ""}`;
  const remember = () => { try { sessionStorage.setItem(storageKey(), JSON.stringify([...chosen])); } catch { /* private mode */ } };
  function drawTray() {
    const bar = tray();
    if (!bar) return;
    all("input[data-compare]").forEach((box) => {
      box.checked = chosen.has(box.value);
      box.disabled = !box.checked && chosen.size >= LIMIT;
    });
    one("[data-tray-count]", bar).textContent = String(chosen.size);
    bar.hidden = chosen.size === 0;
    one("button[type=submit]", bar).disabled = chosen.size < 2;
    const ranked = new Set(all("input[data-compare]").map((box) => box.value));
    all("input[type=hidden][data-kept]", bar).forEach((kept) => kept.remove());
    one("[data-tray-list]", bar).replaceChildren(...[...chosen].map(([id, name]) => {
      const item = document.createElement("li");
      const label = document.createElement("span");
      label.textContent = name;
      const remove = one("template", bar).content.firstElementChild.cloneNode(true);
      remove.dataset.remove = id;
      remove.setAttribute("aria-label", `${remove.getAttribute("aria-label")}: ${name}`);
      item.append(label, remove);
      if (!ranked.has(id)) {
        const kept = Object.assign(document.createElement("input"), { type: "hidden", name: "technology", value: id });
        kept.dataset.kept = "";
        one("form", bar).append(kept);
      }
      return item;
    }));
  }
  function startTray() {
    if (!tray()) return;
    try { JSON.parse(sessionStorage.getItem(storageKey()) || "[]").forEach(([id, name]) => chosen.set(id, name)); } catch { /* nothing kept */ }
    all("input[data-compare]:checked").forEach((box) => chosen.size < LIMIT && chosen.set(box.value, box.dataset.name));
    drawTray();
  }
  on("change", "input[data-compare]", (box) => {
    if (box.checked) chosen.set(box.value, box.dataset.name); else chosen.delete(box.value);
    remember(); drawTray();
    announce(`${chosen.size} / ${LIMIT}`);
  });
  on("click", "[data-remove]", (button) => { chosen.delete(button.dataset.remove); remember(); drawTray(); });
  document.addEventListener("swapped", drawTray);

  // Tooltips and card highlights shared by a chart and its list.
  const tip = Object.assign(document.createElement("div"), { className: "tip", hidden: true });
  tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);
  function showTip(target, x, y) {
    tip.textContent = target.dataset.tip;
    tip.hidden = false;
    const { width, height } = tip.getBoundingClientRect();
    tip.style.left = `${Math.min(Math.max(8, x + 14), innerWidth - width - 8)}px`;
    tip.style.top = `${y - height - 14 < 8 ? y + 20 : y - height - 14}px`;
  }
  const light = (rank, state) => rank && all(`[data-link="${CSS.escape(rank)}"],[data-rank="${CSS.escape(rank)}"]`).forEach((item) => item.classList.toggle("linked", state));
  document.addEventListener("pointermove", (event) => {
    const target = event.target instanceof Element ? event.target.closest("[data-tip]") : null;
    if (target) showTip(target, event.clientX, event.clientY); else tip.hidden = true;
  });
  on("pointerover", "[data-link],[data-rank]", (item) => light(item.dataset.link || item.dataset.rank, true));
  on("pointerout", "[data-link],[data-rank]", (item) => light(item.dataset.link || item.dataset.rank, false));
  on("focusin", "[data-tip]", (item) => { const box = item.getBoundingClientRect(); showTip(item, box.x + box.width / 2, box.y); light(item.dataset.link, true); });
  on("focusout", "[data-tip]", (item) => { tip.hidden = true; light(item.dataset.link, false); });
  on("click", ".mark[data-link]", (item) => one(`[data-rank="${CSS.escape(item.dataset.link)}"]`)?.scrollIntoView({ block: "center" }));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    tip.hidden = true;
    all("details.menu[open]").forEach((menu) => { menu.open = false; one("summary", menu).focus(); });
  });
  document.addEventListener("click", (event) => all("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; }));

  // Forms: counters, "not sure", unsaved changes, confirmation, double submits.
  const count = (area) => {
    const note = document.getElementById(`${area.id}-count`);
    if (!note) return;
    const left = Number(area.dataset.limit) - area.value.length;
    note.textContent = (left < 0 ? note.dataset.over : note.dataset.left).replace("{n}", String(Math.abs(left)));
    note.classList.toggle("counter-over", left < 0);
  };
  on("input", "[data-limit]", count);
  all("[data-limit]").forEach(count);
  const unsure = (box) => { const control = document.getElementById(box.dataset.unknown); if (control) { control.readOnly = box.checked; if (box.checked) control.value = ""; } };
  on("change", "[data-unknown]", unsure);
  all("[data-unknown]:checked").forEach(unsure);
  let dirty = false;
  on("input", "form[data-warn-unsaved]", () => { dirty = true; });
  addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const form = event.target, dialog = one("#confirm");
    if (form.dataset.confirm && dialog?.showModal && !form.dataset.confirmed) {
      event.preventDefault();
      one("h2", dialog).textContent = form.dataset.confirmTitle || "";
      one("p", dialog).textContent = form.dataset.confirm;
      one("button[value=yes]", dialog).classList.toggle("button-danger", Boolean(event.submitter?.classList.contains("button-danger")));
      dialog.returnValue = "";
      dialog.addEventListener("close", () => { if (dialog.returnValue === "yes") { form.dataset.confirmed = "1"; form.requestSubmit(event.submitter); } }, { once: true });
      dialog.showModal();
      return;
    }
    if (form.method === "dialog") return;
    dirty = false;
    if (form.method === "post") {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "1";
      setTimeout(() => { delete form.dataset.sent; }, 5000);
    }
  });
  addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => { delete form.dataset.sent; }));

  // Board: drag a card onto a column (its own "move to" button is pressed), J/K walk, E opens the moves.
  let dragged = null;
  const moveButton = (card, column) => one(`button[value="${CSS.escape(column.dataset.stage)}"]`, card);
  document.addEventListener("dragstart", (event) => {
    dragged = event.target instanceof Element ? event.target.closest(".lead-card[draggable]") : null;
    dragged?.classList.add("dragging");
  });
  document.addEventListener("dragend", () => {
    dragged?.classList.remove("dragging");
    all(".board-column.drop").forEach((column) => column.classList.remove("drop"));
    dragged = null;
  });
  document.addEventListener("dragover", (event) => {
    const column = dragged && event.target.closest(".board-column[data-stage]");
    all(".board-column.drop").forEach((other) => other !== column && other.classList.remove("drop"));
    if (column && moveButton(dragged, column)) { event.preventDefault(); column.classList.add("drop"); }
  });
  document.addEventListener("drop", (event) => {
    const column = dragged && event.target.closest(".board-column[data-stage]");
    const button = column && moveButton(dragged, column);
    if (button) { event.preventDefault(); button.form.requestSubmit(button); }
  });
  document.addEventListener("keydown", (event) => {
    const cards = all(".board .lead-card");
    if (!cards.length || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input,textarea,select") || !event.target.closest(".board")) return;
    const at = cards.indexOf(document.activeElement?.closest(".lead-card"));
    const step = { j: 1, k: -1 }[event.key];
    if (step) one("h3 a", cards[Math.min(Math.max(at + step, 0), cards.length - 1)])?.focus();
    if (event.key === "e" && at >= 0) { const moves = one("details.move", cards[at]); if (moves) { moves.open = true; one("button,a", moves)?.focus(); } }
  });

  // A page that waits for something asks again by itself.
  const waiting = one("[data-retry]");
  if (waiting) setTimeout(() => location.reload(), Number(waiting.dataset.retry || 5) * 1000);

  // Small buttons.
  on("click", "[data-print]", () => window.print());
  on("click", "[data-copy]", async (button) => {
    const source = document.getElementById(button.dataset.copy);
    if (!source || !navigator.clipboard) return;
    await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
    const label = one("span", button) || button, before = label.textContent;
    label.textContent = button.dataset.done;
    announce(button.dataset.done);
    setTimeout(() => { label.textContent = before; }, 2000);
  });
  on("click", "[data-export]", (button) => {
    const drawn = one("svg.chart", button.closest("figure,section"));
    if (!drawn) return;
    const copy = drawn.cloneNode(true);
    const used = (rule) => rule.selectorText && (rule.selectorText === ":root" || rule.selectorText.split(",").some((part) => {
      try { return drawn.matches(part) || one(part, drawn); } catch { return false; }
    }));
    const style = document.createElementNS(copy.namespaceURI, "style");
    style.textContent = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter(used).map((rule) => rule.cssText).join("\n");
    copy.prepend(style);
    const href = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
    Object.assign(document.createElement("a"), { href, download: `${button.dataset.export || "chart"}.svg` }).click();
  });
  on("change", "[data-toggle-class]", (box) => document.getElementById(box.getAttribute("aria-controls"))?.classList.toggle(box.dataset.toggleClass, box.checked));

  // The folded side column is closed on phones; the error summary takes the focus.
  if (matchMedia("(max-width: 760px)").matches) all("details.side-fold").forEach((fold) => { fold.open = false; });
  one("[data-focus]")?.focus();
  startTray();
})();
