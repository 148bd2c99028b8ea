export async function action(page) {
  await page.click('#preview');
  await page.waitForSelector('#close');
}

export async function back(page) {
  await page.click('#close');
}
