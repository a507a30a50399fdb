// The live demo of Orleans.Reco. Talks to the REST API only; all text goes in as text, never as markup.

const base = document.body.dataset.base;
const tenant = document.body.dataset.tenant;
const $ = (id) => document.getElementById(id);
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const pageSize = 12;
const listSize = 12;
const state = { shopper: "", session: "", sequence: 0, recommendation: null, category: "", offset: 0, total: 0, turn: 0 };

async function call(method, path, body) {
  const headers = { "X-Reco-Tenant": tenant };
  if (body) headers["Content-Type"] = "application/json";
  const response = await fetch(base + path, { method, headers, body: body && JSON.stringify(body) });
  if (response.ok) return response.status === 204 ? null : response.json();
  const problem = await response.json().catch(() => ({}));
  const fields = Object.entries(problem.errors ?? {}).map(([field, messages]) => `${field} ${messages.join(", ")}`);
  throw Object.assign(new Error(fields.join("; ") || problem.detail || `The server answered ${response.status}.`), { status: response.status });
}

function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

let toastTimer;
function say(error) {
  $("toast").textContent = error.message;
  $("toast").hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $("toast").hidden = true; }, 6000);
}

const guarded = (work) => async (...args) => {
  try { await work(...args); } catch (error) { say(error); }
};

// ---- pictures: drawn from the category and the id

const icons = [
  [/coffee|tea/i, 25, "M5 9h11v6a4 4 0 0 1-4 4H9a4 4 0 0 1-4-4zM16 10h1.5a2.5 2.5 0 0 1 0 5H16M8 3v3M12 3v3"],
  [/kitchen|cook/i, 262, "M4 12h11a5.5 5.5 0 0 1-11 0zM15 12l6-3M7 8V6M11 8V5"],
  [/run|sport|shoe|fashion|cloth/i, 205, "M3 16v-5l3 1 3-4 4 5 6 2a2 2 0 0 1 2 2v2H5a2 2 0 0 1-2-2zM10 10l2-1M12 12.5l2-1"],
  [/outdoor|camp|travel/i, 150, "M12 4 3 20h18zM12 4v0M12 12l-4 8M12 12l4 8"],
  [/food|snack|grocer/i, 5, "M12 7c-3-3-8-1-8 4s4 9 6 9 1-1 2-1 0 1 2 1 6-4 6-9-5-7-8-4zM12 7c0-2 1-4 3-4"],
  [/audio|music/i, 325, "M4 15v-3a8 8 0 0 1 16 0v3M4 15h3v5H5a1 1 0 0 1-1-1zM20 15h-3v5h2a1 1 0 0 0 1-1z"],
  [/computer|electronic|tech/i, 220, "M3 5h18v11H3zM9 20h6M12 16v4"],
  [/home|light|furnit|decor/i, 42, "M8 4h8l3 8H5zM12 12v7M8 20h8"],
  [/garden|plant|flower/i, 110, "M12 20v-8M12 12c0-4 3-7 8-7 0 5-3 7-8 7zM12 15c0-3-2-5-7-5 0 4 3 5 7 5z"],
  [/book|paper|statio/i, 12, "M12 6c-2-1.5-5-2-8-2v14c3 0 6 .5 8 2 2-1.5 5-2 8-2V4c-3 0-6 .5-8 2zM12 6v14"],
  [/pet|dog|cat/i, 30, "M12 12c-3 0-6 3-6 5.5S8 20 9 20s2-.5 3-.5 2 .5 3 .5 3 0 3-2.5S15 12 12 12zM5 11a1.5 2 0 1 0 .1 0M19 11a1.5 2 0 1 0 .1 0M9.5 6a1.5 2 0 1 0 .1 0M14.5 6a1.5 2 0 1 0 .1 0"],
  [/care|beauty|health/i, 180, "M12 3c4 5 6 8 6 11a6 6 0 0 1-12 0c0-3 2-6 6-11zM9 15a3 3 0 0 0 3 3"],
  [/./, 240, "M5 8h14l-1 12H6zM9 8V6a3 3 0 0 1 6 0v2"],
];

function hash(text) {
  let value = 2166136261;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 16777619);
  return value >>> 0;
}

function svg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function tile(item, width = 80, height = 50) {
  const category = item.category ?? item.categories?.[0] ?? "";
  const [, hue, path] = icons.find(([name]) => name.test(category || "-"));
  let seed = hash(item.itemId);
  const next = (below) => { seed = Math.imul(seed, 1664525) + 1013904223 >>> 0; return (seed >>> 8) % below; };
  const shade = (lightness, alpha = 1) => `hsl(${(hue + next(30) - 15 + 360) % 360} 42% ${lightness}% / ${alpha})`;
  const picture = svg("svg", { class: "tile", viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true", preserveAspectRatio: "xMidYMid slice" },
    svg("rect", { width, height, fill: shade(58) }));
  for (let i = 0; i < 3; i++) {
    picture.append(svg("circle", { cx: next(width), cy: next(height), r: 8 + next(20), fill: shade(i === 1 ? 74 : 46, 0.4) }));
  }
  const size = Math.min(width, height) * 0.6;
  picture.append(svg("g", {
    transform: `translate(${(width - size) / 2} ${(height - size) / 2}) scale(${size / 24})`, fill: "none", stroke: "#fff",
    "stroke-width": 1.6, "stroke-linecap": "round", "stroke-linejoin": "round",
  }, svg("path", { d: path })));
  return picture;
}

const money = (item) => item.price === null || item.price === undefined ? "" : new Intl.NumberFormat(undefined,
  /^[A-Z]{3}$/.test(item.currency ?? "") ? { style: "currency", currency: item.currency } : { minimumFractionDigits: 2 }).format(item.price);

// ---- the shop

function product(item) {
  const open = make("button", "open", tile(item), make("span", "text", make("span", "title", item.title),
    make("span", "meta", make("span", "", item.brand ?? ""), make("span", "price", money(item)))));
  open.type = "button";
  open.dataset.type = "click";
  const acts = make("div", "acts");
  for (const [type, name] of [["cart", "Cart"], ["purchase", "Buy"]]) {
    const button = make("button", "button", name);
    button.type = "button";
    button.dataset.type = type;
    button.disabled = item.inStock === false;
    button.setAttribute("aria-label", `${name}: ${item.title}`);
    acts.append(button);
  }
  const card = make("div", item.inStock === false ? "product sold-out" : "product", open, acts);
  card.setAttribute("role", "listitem");
  card.dataset.item = item.itemId;
  card.addEventListener("click", guarded(async (event) => {
    const type = event.target.closest("button")?.dataset.type;
    if (type) await act(item, type);
  }));
  return card;
}

async function showCatalog() {
  const query = new URLSearchParams({ offset: state.offset, count: pageSize });
  if (state.category) query.set("category", state.category);
  const page = await call("GET", `/v1/catalog?${query}`);
  state.total = page.total;
  $("products").replaceChildren(...page.items.map(product));
  $("page").textContent = page.total === 0 ? "No products" : `${state.offset + 1}–${state.offset + page.items.length} of ${page.total}`;
  $("previous").disabled = state.offset === 0;
  $("next").disabled = state.offset + page.items.length >= page.total;
  if (!$("categories").hasChildNodes()) {
    $("categories").append(...["", ...page.categories.slice(0, 30)].map((category) => {
      const chip = make("button", "chip", category || "All");
      chip.type = "button";
      chip.setAttribute("aria-pressed", category === state.category);
      chip.addEventListener("click", guarded(async () => {
        Object.assign(state, { category, offset: 0 });
        for (const other of $("categories").children) other.setAttribute("aria-pressed", other === chip);
        await showCatalog();
      }));
      return chip;
    }));
  }
}

function turnPage(by) {
  state.offset = Math.max(0, state.offset + by * pageSize);
  return showCatalog();
}

// ---- the shopper

async function act(item, type, recommendationId) {
  if (!state.shopper) return;
  const started = performance.now();
  const event = { userId: state.shopper, itemId: item.itemId, type, sessionId: state.session };
  if (type === "purchase" && item.price) event.value = item.price;
  if (recommendationId) event.recommendationId = recommendationId;
  const { results: [result] } = await call("POST", "/v1/events", { events: [event] });
  const stored = performance.now();
  state.sequence = Math.max(state.sequence, result.sequence);
  localStorage.setItem(`reco.shopper.${tenant}`, state.shopper);
  addHistory({ itemId: item.itemId, title: item.title, type, category: item.category ?? item.categories?.[0] });
  await showList();
  const ended = performance.now();
  $("speed").textContent = `${type} → new list in ${Math.round(ended - started)} ms (event ${Math.round(stored - started)}, list ${Math.round(ended - stored)})`;
}

function addHistory(step, atEnd = false) {
  $("history").querySelector(".none")?.remove();
  const title = step.title ?? step.itemId ?? "";
  const entry = make("div", "step", tile({ itemId: step.itemId ?? "", category: step.category }, 26, 26), make("span", "", make("b", "", step.type), ` ${title}`));
  entry.setAttribute("role", "listitem");
  entry.title = title;
  if (atEnd) $("history").append(entry);
  else $("history").prepend(entry);
  while ($("history").children.length > 30) $("history").lastChild.remove();
}

async function openShopper(shopper, isNew = false) {
  Object.assign(state, { shopper, session: `demo-${Date.now().toString(36)}`, sequence: 0 });
  $("shopper-id").value = shopper;
  $("list-title").textContent = `For ${shopper}`;
  $("speed").textContent = "";
  const profile = isNew ? null : await call("GET", `/v1/users/${encodeURIComponent(shopper)}`).catch((error) => {
    if (error.status === 404) return null;
    throw error;
  });
  $("history").replaceChildren(make("span", "none", "Nothing yet. Click a product: it counts at once."));
  for (const step of profile?.history?.slice(0, 30) ?? []) addHistory(step, true);
  state.sequence = profile?.sequence ?? 0;
  await showList();
}

// ---- the list

function recommendation(item) {
  const open = make("button", "open", tile(item, 52, 52),
    make("span", "what", make("span", "title", item.title), make("span", "why", item.reasons.join(" · ") || item.category || "")),
    make("span", "side", make("span", "price", money(item)), make("span", `badge ${item.source}`, item.source)));
  open.type = "button";
  const entry = make("li", "rec", open);
  entry.dataset.item = item.itemId;
  open.addEventListener("click", guarded(() => act(item, "click", state.recommendation)));
  return entry;
}

async function showList() {
  const turn = ++state.turn;
  const query = new URLSearchParams({ count: listSize, placement: "demo", minSequence: state.sequence, explain: true });
  const response = await call("GET", `/v1/users/${encodeURIComponent(state.shopper)}/recommendations?${query}`);
  if (turn !== state.turn) return; // a later click has asked again
  state.recommendation = response.recommendationId;
  $("list-model").textContent = (response.modelVersion === "none" ? "No model yet: popular and new products" : `Model ${response.modelVersion}`)
    + `, after ${response.sequence} event${response.sequence === 1 ? "" : "s"}` + (response.degraded ? ", simplified under load" : "");
  move(response.items.map(recommendation));
}

/** Replaces the list; entries that stay glide from their old place to the new one, new ones light up. */
function move(entries) {
  const list = $("recommendations");
  const focused = document.activeElement?.closest?.(".rec")?.dataset.item;
  const before = new Map([...list.children].map((entry) => [entry.dataset.item, entry.getBoundingClientRect().top]));
  list.replaceChildren(...entries);
  if (focused !== undefined) (entries.find((entry) => entry.dataset.item === focused) ?? entries[0])?.querySelector("button").focus({ preventScroll: true });
  if (before.size === 0) return;
  for (const entry of entries) {
    const old = before.get(entry.dataset.item);
    if (old === undefined) entry.classList.add("fresh");
    else if (!calm.matches) {
      const by = old - entry.getBoundingClientRect().top;
      if (by !== 0) entry.animate([{ transform: `translateY(${by}px)` }, { transform: "none" }], { duration: 420, easing: "cubic-bezier(.2,.8,.2,1)" });
    }
  }
}

// ---- the state of the system

async function showStatus() {
  const response = await fetch(`${base}/_reco/status?tenant=${encodeURIComponent(tenant)}`);
  if (!response.ok) return;
  const focused = document.activeElement?.dataset?.action;
  $("status").innerHTML = await response.text(); // rendered and escaped by the server
  if (focused) $("status").querySelector(`[data-action="${focused}"]`)?.focus();
}

$("status").addEventListener("click", guarded(async (event) => {
  if (event.target.dataset?.action !== "refresh") return;
  event.target.disabled = true;
  await call("POST", "/v1/models/refresh", { reason: "asked for on the first page" });
  await showStatus();
}));
setInterval(() => { if (!document.hidden) showStatus().catch(() => {}); }, 5000);

$("previous").addEventListener("click", guarded(() => turnPage(-1)));
$("next").addEventListener("click", guarded(() => turnPage(1)));
$("shopper-form").addEventListener("submit", guarded(async (event) => {
  event.preventDefault();
  await openShopper($("shopper-id").value);
}));
const newShopper = () => openShopper(`guest-${crypto.getRandomValues(new Uint32Array(1))[0].toString(36)}`, true);
$("new-shopper").addEventListener("click", guarded(newShopper));

await guarded(showCatalog)();
const known = localStorage.getItem(`reco.shopper.${tenant}`) ?? document.body.dataset.shopper;
await guarded(known ? () => openShopper(known) : newShopper)();
document.body.dataset.ready = "true";
