// Filters the list of rules; the filter stands in the address, so that it can be shared.

const field = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const words = field<HTMLInputElement>("words");
const group = field<HTMLSelectElement>("group");
const severity = field<HTMLSelectElement>("severity");
const preset = field<HTMLSelectElement>("preset");
const rows = [...document.querySelectorAll<HTMLLIElement>("#rules > li")];

for (const name of [...new Set(rows.map((it) => it.dataset.group ?? ""))].sort()) group.append(new Option(name, name));

function show() {
  const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const row of rows) {
    const text = (row.textContent ?? "").toLowerCase();
    row.hidden =
      (group.value !== "" && row.dataset.group !== group.value) ||
      (severity.value !== "" && row.dataset.severity !== severity.value) ||
      (preset.value !== "" && row.dataset.preset !== preset.value) ||
      !wanted.every((it) => text.includes(it));
    if (!row.hidden) count += 1;
  }
  field("count").textContent = count === rows.length ? `${count} rules` : `${count} of ${rows.length} rules`;
}

function remember() {
  const state = new URLSearchParams();
  for (const it of [words, group, severity, preset]) if (it.value) state.set(it.id, it.value);
  history.replaceState(null, "", state.size ? `#${state}` : location.pathname + location.search);
}

const state = new URLSearchParams(location.hash.slice(1));
for (const it of [words, group, severity, preset]) {
  it.value = state.get(it.id) ?? "";
  it.addEventListener("input", () => {
    show();
    remember();
  });
}
show();
