export async function action(page) {
  await page.click('a[href="#/report"]');
  await page.waitForSelector('table');
}

export async function back(page) {
  await page.click('a[href="#/"]');
  await page.waitForSelector('h1');
}
