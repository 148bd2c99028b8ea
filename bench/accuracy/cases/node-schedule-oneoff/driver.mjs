import schedule from 'node-schedule';
export const settleMs = 40;
let ka;
export async function setup() {
  ka = setInterval(() => {}, 1000);
}
export async function operation(i) {
  const payload = { i, body: 'reminder ' + i + ' '.repeat(50) };
  await Promise.all(
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(
      () =>
        new Promise((res) => {
          const j = schedule.scheduleJob(new Date(Date.now() + 20), () => {
            payload.done = true;
            res();
          });
          if (!j) res();
        }),
    ),
  );
}
export async function teardown() {
  clearInterval(ka);
  for (const k of Object.keys(schedule.scheduledJobs)) schedule.cancelJob(k);
}
