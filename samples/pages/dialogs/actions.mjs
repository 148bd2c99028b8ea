export async function action(page) {
  await page.click('#open');
}

export async function back(page) {
  await page.click('#close');
}
