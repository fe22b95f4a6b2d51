// Plays the demo's scene in the page, as a person would, and takes pictures
// of what a company would look at first: card, invitation, kit, digest.
//
//   node scene.js ADDRESS FOLDER PLAYWRIGHT PLATFORM
//
// On Mattermost the bot writes to one person directly, and has no home. 'both'
// begins on Slack and goes over to Mattermost by the page's switch.
'use strict';
const assert = require('assert');
const os = require('os');
const fs = require('fs');
const path = require('path');

const [address, folder, playwright, on] = process.argv.slice(2);
const { chromium } = require(playwright);

const ARGUMENTS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

// The report as somebody without an account opens it, on a phone and on a desk.
async function readReport(page, address, picture) {
  for (const [name, width, height] of [['report-phone', 360, 800], ['report-desk', 1200, 900]]) {
    const report = await page.context().newPage();
    await report.setViewportSize({ width, height });
    const { 'content-security-policy': policy, 'cache-control': kept } = (await report.goto(address)).headers();
    assert.match(policy, /default-src 'none'/);
    assert.equal(kept, 'no-store');
    assert.match(await report.locator('main').innerText(), /5 people read it/);
    assert.equal(await report.evaluate(() => document.documentElement.scrollWidth), width);
    assert.ok(await report.locator('svg[role=img] rect').count() > 0);
    await picture(name, report);
    await report.close();
  }
}

async function play(page, platform) {
  const direct = platform === 'mattermost';
  const messages = page.locator('#messages');
  const message = (text) => messages.locator('.message', { hasText: text }).last();
  const picture = (name, of = page) => of.screenshot({ path: path.join(folder, (direct ? 'mattermost-' : '') + name + '.png'), fullPage: of !== page });
  const press = (text, button) => message(text).getByRole('button', { name: button, exact: false }).first().click();
  const see = async (text, seconds = 15) => {
    await message(text).waitFor({ timeout: seconds * 1000 });
    return message(text);
  };
  const settled = async () => {
    await page.waitForFunction(() => [...document.images].every((i) => i.complete)
      && !document.querySelector('.toast'));
    await page.mouse.move(640, 24);
    await page.waitForTimeout(250);
  };

  const type = async (text) => {
    await page.fill('#box textarea', text);
    await page.press('#box textarea', 'Enter');
  };
  const aside = async () => { if (direct) await page.click('[data-place=app]'); };

  await page.locator(`body.${platform}`).waitFor();
  await page.click('#publish');
  const card = await see('We ship 2.0');
  assert.match(await card.innerText(), /For you/);
  await settled();
  await picture('card');

  await press('We ship 2.0', 'Share');
  await aside();
  const invitation = await see('Want to share company news');
  if (!direct) assert.match(await invitation.innerText(), /Only visible to you/);
  assert.match(await invitation.innerText(), /It is voluntary/);
  await settled();
  await picture('invitation');

  await page.click('[data-person=ben]');
  if (!direct) await see('We ship 2.0');
  await page.waitForFunction(() => !document.body.innerText.includes('Want to share company news'));
  await page.click('[data-person=ana]');
  await aside();
  await see('Want to share company news');

  await press('Want to share company news', 'Join');
  // On Mattermost an unseen joiner keeps the tag from being a link.
  const kit = await see(/I work at Acme\. #\u2060?employee/);
  await settled();
  await picture('kit');

  if (direct) {
    await kit.getByRole('button', { name: 'Edit' }).click();
    const form = page.locator('.dialog.form', { hasText: 'Your own words' });
    await form.locator('textarea').waitFor();
    await settled();
    await picture('dialog');
    await form.getByRole('button', { name: 'Cancel' }).click();
    await form.waitFor({ state: 'detached' });
  }
  await kit.locator(direct ? 'a' : 'button', { hasText: 'LinkedIn' }).first().click();
  const composer = page.locator('.composer');
  await composer.waitFor();
  assert.equal(await composer.getAttribute('data-network'), 'LinkedIn');
  assert.equal(await composer.locator('.caption .mark.disclosure').innerText(), 'I work at Acme. #employee');
  assert.match(await composer.locator('.caption .mark.link').innerText(), /\/l\//);
  await settled();
  await picture('composer');
  await page.click('#post');

  await page.click('[data-place=app]');
  await see('LinkedIn opened');
  await press('LinkedIn opened', 'I posted it');
  await see('points are waiting');
  await settled();
  await picture('waiting');

  await page.click('[data-by="1h"]');
  await page.click('[data-readers="5"]');
  await page.locator('.result', { hasText: 'utm_source=linkedin' }).waitFor();
  await settled();
  await picture('readers');

  await page.click('[data-by="2d"]');
  await page.click('[data-by="1h"]');
  await page.waitForTimeout(2500);
  if (direct) {
    await page.click('[data-place=news]');
    await type('/advocate me');
    const me = await see('You have 17 points');
    assert.match(await me.innerText(), /Only visible to you/);
  } else {
    await page.click('[data-tab=home]');
    await page.locator('#home').getByText('You have 17 points').waitFor({ timeout: 15000 });
  }
  await settled();
  await picture(direct ? 'me' : 'home');

  // Cleo's chat is in German, Eva's in Finnish.
  for (const [person, words] of Object.entries({
    cleo: { ask: 'Neues aus der Firma', join: 'Mitmachen', kit: 'Dein Text für' },
    eva: { ask: 'jakaa firman uutisia', join: 'Lähde mukaan', kit: 'Tekstisi' },
  })) {
    await page.click(`[data-person=${person}]`);
    await page.click('[data-place=news]');
    await press('We ship 2.0', 'Share');
    await aside();
    await see(words.ask);
    await settled();
    await picture(`invitation-${person}`);
    await press(words.ask, words.join);
    await see(words.kit);
    await settled();
    await picture(`kit-${person}`);
  }
  // Who runs the programme, from the help on.
  await page.click('[data-person=mia]');
  await page.click('[data-place=news]');
  for (const [command, words] of [['/campaign help', 'Running the programme'], ['/campaign list', 'Newest items'],
    ['/campaign show 1', 'Stands in'], ['/campaign show News', 'Running: what is ready goes out']]) {
    await type(command);
    const answer = await see(words);
    await settled();
    await picture(command.slice(10).replaceAll(' ', '-'));
    if (words !== 'Running the programme') assert.match(await answer.innerText(), /[#~]news/);
  }
  await type('/campaign report 1');
  const chart = (await see('What came of')).locator('img.big');
  await settled();
  assert.equal(await chart.evaluate((i) => i.naturalWidth), 800);
  await picture('report');
  await message('What came of').locator(direct ? 'a' : 'button', { hasText: 'Open as a page' }).click();
  await readReport(page, await page.locator('.browser header code').getAttribute('title'), picture);
  await page.locator('.browser .close').click();
  await page.click('[data-person=ana]');

  await page.click('[data-place=news]');
  await page.click('[data-by="7d"]');
  const digest = await see('The week in sharing', 20);
  assert.match(await digest.innerText(), /5 people read it/);
  await settled();
  await picture('digest');
}

async function main() {
  fs.mkdirSync(folder, { recursive: true });
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'chromium.'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium', args: ARGUMENTS, viewport: { width: 1280, height: 800 } });
  const page = context.pages()[0] ?? await context.newPage();
  const broken = [];
  page.on('pageerror', (error) => broken.push(String(error)));
  page.on('console', (line) => line.type() === 'error' && broken.push(line.text()));
  try {
    await page.goto(address);
    if (on === 'both') {
      await page.locator('body.slack').waitFor();
      await page.click('[data-kind=mattermost]');
    }
    await play(page, on === 'slack' ? 'slack' : 'mattermost');
    assert.equal(broken.join('\n'), '', `errors in the page:\n${broken.join('\n')}`);
  } catch (error) {
    await page.screenshot({ path: path.join(folder, 'failed.png') });
    throw error;
  } finally {
    await context.close();
    fs.rmSync(profile, { recursive: true, force: true });
  }
}

main().then(() => console.log('1 passed, 0 failed'), (error) => {
  console.error(error.message ?? error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
});
