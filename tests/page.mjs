// The page in a real browser: PAGE is its address, CHROMIUM the browser.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

const ADDRESS = process.env.PAGE;
const profile = mkdtempSync(join(tmpdir(), "migralint-"));
let browser;

before(async () => {
  browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    viewport: { width: 1280, height: 800 },
  });
});

after(async () => {
  await browser.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
});

/** A fresh page; anything it asks of another host, and any error, fails the test that opened it. */
async function open(context, fragment = "", width = 1280) {
  const page = await browser.newPage();
  const trouble = [];
  page.on("pageerror", (it) => trouble.push(String(it)));
  page.on("console", (it) => it.type() === "error" && trouble.push(it.text()));
  page.on("dialog", (it) => (trouble.push(`a dialog: ${it.message()}`), it.dismiss()));
  page.on("request", (it) => it.url().startsWith(ADDRESS) || /^(data|blob):/.test(it.url()) || trouble.push(`asked ${it.url()}`));
  await page.setViewportSize({ width, height: 800 });
  await page.goto(ADDRESS + fragment);
  await page.waitForSelector("body[data-answered]");
  context.after(async () => {
    await page.close();
    assert.deepEqual(trouble, []);
  });
  return page;
}

async function paste(page, text) {
  await page.click(".cm-content");
  await page.keyboard.press("Control+a");
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.querySelector(".cm-content").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
}

const finding = (rule) => `#findings .finding:has(.rule:text-is("${rule}"))`;

test("a pasted migration shows its finding, underlined, with the rule's page", async (t) => {
  const page = await open(t);
  await paste(page, "create index orders_placed_at on orders (placed_at);");
  await page.waitForSelector(finding("blocking-index-build"));
  await page.waitForSelector(".cm-lintRange-error");
  const link = await page.getAttribute(`${finding("blocking-index-build")} .rule`, "href");
  const rule = await browser.newPage();
  await rule.goto(ADDRESS + link);
  assert.match(await rule.textContent("h1"), /index/i);
  assert.ok(await rule.locator("figure.bad").count());
  await rule.close();
  await page.click(`${finding("blocking-index-build")} .place`);
  assert.ok(await page.evaluate(() => document.activeElement.classList.contains("cm-content")));
});

test("another target gives another answer", async (t) => {
  const page = await open(t);
  await page.selectOption("#dialect", "postgres");
  await paste(page, "alter table orders add column paid boolean not null default false;");
  await page.selectOption("#version", "10");
  await page.waitForSelector(finding("volatile-default"));
  await page.selectOption("#version", "16");
  await page.waitForSelector(finding("volatile-default"), { state: "detached" });
  assert.match(await page.textContent("#status"), /postgres@16/);
});

test("a fix is one click away, and can be taken back", async (t) => {
  const page = await open(t);
  await page.selectOption("#dialect", "postgres");
  await paste(page, "/* é🚀 */ create index orders_placed_at on orders (placed_at);");
  await page.click(`${finding("blocking-index-build")} .fix .apply`);
  await page.waitForSelector(finding("blocking-index-build"), { state: "detached" });
  assert.match(await page.textContent(".cm-content"), /é🚀 \*\/ create index concurrently orders_placed_at on/);
  await page.click(".cm-content");
  await page.keyboard.press("Control+z");
  await page.waitForSelector(finding("blocking-index-build"));
});

test("a fix that makes files shows them before", async (t) => {
  const page = await open(t);
  await page.selectOption("#dialect", "postgres");
  await drop(page, [["0001_require.sql", [...Buffer.from("set lock_timeout = '5s';\nalter table orders alter column place set not null;\n")]]]);
  await page.waitForSelector(`${finding("blocking-not-null")} .fix.ask`);
  assert.match(await page.textContent(`${finding("blocking-not-null")} .fix`), /0002_validate_.*validate constraint.*0003_require_place/s);
  await page.click(`${finding("blocking-not-null")} .fix .apply`);
  await page.waitForFunction(() => document.querySelectorAll("#tabs .tab").length === 3);
  await page.waitForSelector(finding("blocking-not-null"), { state: "detached" });
});

test("hostile text is shown as text", async (t) => {
  const page = await open(t);
  const evil = `<img src=x onerror=alert(1)><script>alert(2)</script>`;
  await paste(page, `drop table "${evil}";\ncreate index "${evil}" on "${evil}" (a);\nfrobnicate ${evil};`);
  await page.waitForSelector(finding("dropped-table"));
  assert.ok((await page.textContent("#findings")).includes(evil));
  for (const view of ["steps", "schema", "findings"]) {
    await page.click(`#show-${view}`);
    assert.equal(await page.locator(".answers img, .answers script").count(), 0);
  }
  await page.hover(".cm-lintRange-error >> nth=0");
  await page.waitForSelector(".cm-tooltip .hint");
  assert.equal(await page.locator(".cm-tooltip img, .cm-tooltip script").count(), 0);
});

test("hostile file names are shown as text, and hostile addresses give a page", async (t) => {
  const page = await open(t);
  await drop(page, [["<img src=x onerror=alert(1)>.sql", [...Buffer.from("drop table a;")]]]);
  await page.waitForSelector(finding("dropped-table"));
  assert.equal(await page.locator("main img").count(), 0);
  await open(t, "#s=AAAA");
  await open(t, "#s=%00%ff<script>");
});

test("typing quickly shows the last answer alone", async (t) => {
  const page = await open(t);
  await page.click(".cm-content");
  await page.keyboard.type("drop table a; truncate b; drop schema c cascade;", { delay: 2 });
  await page.keyboard.press("Control+a");
  await page.keyboard.type("drop table only_this;", { delay: 2 });
  await page.waitForFunction(() => document.querySelector("#findings").textContent.includes("only_this"));
  await page.waitForTimeout(400);
  const text = await page.textContent("#findings");
  assert.ok(!text.includes("emptied-table") && !text.includes("dropped-schema"), text);
});

async function drop(page, files) {
  await page.evaluate((files) => {
    const data = new DataTransfer();
    for (const [name, bytes] of files) data.items.add(new File([new Uint8Array(bytes)], name));
    const event = (name) => new DragEvent(name, { dataTransfer: data, bubbles: true, cancelable: true });
    document.body.dispatchEvent(event("dragover"));
    document.querySelector(".cm-content").dispatchEvent(event("drop"));
  }, files);
}

test("dropped files become tabs, whatever their encoding", async (t) => {
  const page = await open(t);
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("drop table b;\r\n", "utf16le")]);
  await drop(page, [
    ["1.sql", [...Buffer.from("\ufeffdrop table a;\r\ndrop table aa;\r\n")]],
    ["2.sql", [...utf16]],
    ["3.sql", [...Buffer.from("-- ok\n-- caf\xe9\ndrop table c;\n", "latin1")]],
  ]);
  await page.waitForFunction(() => document.querySelectorAll("#tabs .tab").length === 3);
  await page.waitForFunction(() => document.querySelectorAll('#findings .finding').length >= 4);
  const text = await page.textContent("#findings");
  for (const table of ["a", "aa", "b", "c"]) assert.ok(text.includes(table), table);
  assert.match(await page.textContent("#notes"), /3\.sql is not UTF-8 \(first seen on line 2\).*Windows-1252/);
  await page.click('#tabs [role="tab"]:text-is("3.sql")');
  assert.match(await page.textContent(".cm-content"), /café/);
});

test("the address rebuilds the page", async (t) => {
  const page = await open(t);
  await page.selectOption("#dialect", "mysql");
  await page.selectOption("#version", "8.0");
  await paste(page, "drop table kept_in_the_address;");
  await page.click("#show-steps");
  await page.waitForFunction(() => location.hash.startsWith("#s="));
  await page.waitForTimeout(500);
  const again = await open(t, new URL(page.url()).hash);
  assert.match(await again.textContent(".cm-content"), /kept_in_the_address/);
  assert.equal(await again.inputValue("#version"), "8.0");
  assert.equal(await again.isVisible("#steps"), true);
});

test("an Alembic script is recognised when pasted", async (t) => {
  const page = await open(t);
  await paste(page, `from alembic import op\n\nrevision = "a1"\ndown_revision = None\n\n\ndef upgrade():\n    op.drop_table("orders")\n`);
  await page.waitForSelector(finding("dropped-table"));
  assert.match(await page.textContent("#tabs"), /\.py/);
  assert.match(await page.textContent("#status"), /Alembic/);
});

test("every example has something to show", async (t) => {
  const page = await open(t);
  const count = await page.locator("#example option").count();
  for (let index = 0; index < count - 1; index += 1) {
    const before = await page.getAttribute("body", "data-answered");
    await page.selectOption("#example", String(index));
    await page.waitForFunction((before) => document.body.dataset.answered !== before, before);
    await page.click("#show-steps");
    assert.ok(await page.locator("#steps .step").count(), `example ${index}`);
    await page.click("#show-findings");
  }
});

test("it fits 400 pixels and is worked by keyboard", async (t) => {
  const page = await open(t, "", 400);
  await page.selectOption("#example", "0");
  await page.waitForSelector("#findings .finding");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `the page is ${wide} pixels too wide`);
  await page.focus("#show-findings");
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.evaluate(() => document.activeElement.id), "show-steps");
  assert.equal(await page.isVisible("#steps"), true);
});

test("the list of rules is filtered", async (t) => {
  const page = await browser.newPage();
  t.after(() => page.close());
  await page.goto(`${ADDRESS}rules.html`);
  const all = await page.locator("#rules > li:visible").count();
  assert.ok(20 < all);
  await page.fill("#words", "index");
  const some = await page.locator("#rules > li:visible").count();
  assert.ok(0 < some && some < all);
  await page.reload();
  assert.equal(await page.locator("#rules > li:visible").count(), some);
  await page.click("#rules > li:visible a");
  assert.ok(await page.textContent("h1"));
});
