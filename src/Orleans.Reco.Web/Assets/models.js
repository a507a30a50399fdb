// The operators' page of models: shows it anew every few seconds, and sends what is asked for.

const base = document.body.dataset.base;
const tenant = document.body.dataset.tenant;
const panel = document.getElementById("models");
const toast = document.getElementById("toast");

const actions = {
  refresh: () => ["/v1/models/refresh", { reason: "asked for on the page of models" }],
  rollback: () => ["/v1/models/rollback", { reason: "asked for on the page of models" }],
  promote: (version) => [`/v1/models/${encodeURIComponent(version)}/promote`, null],
};

async function show() {
  const response = await fetch(`${base}/_reco/models?tenant=${encodeURIComponent(tenant)}`);
  if (!response.ok) return;
  const { action, version } = document.activeElement?.dataset ?? {};
  panel.innerHTML = await response.text(); // rendered and escaped by the server
  if (action) panel.querySelector(`[data-action="${action}"]${version ? `[data-version="${version}"]` : ""}`)?.focus();
}

panel.addEventListener("click", async ({ target }) => {
  const act = actions[target.dataset?.action];
  if (!act) return;
  target.disabled = true;
  toast.hidden = true;
  const [path, body] = act(target.dataset.version);
  const headers = { "X-Reco-Tenant": tenant, ...(body && { "Content-Type": "application/json" }) };
  const response = await fetch(base + path, { method: "POST", headers, body: body && JSON.stringify(body) });
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    toast.textContent = Object.values(problem.errors ?? {}).flat().join("; ") || problem.detail || `The server answered ${response.status}.`;
    toast.hidden = false;
  }
  await show();
});

setInterval(() => { if (!document.hidden) show().catch(() => {}); }, 3000);
