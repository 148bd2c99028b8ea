import { makeAutoObservable, reaction, runInAction } from 'mobx';

class Settings {
  theme = 'light';
  locale = 'en';
  constructor() {
    makeAutoObservable(this);
  }
}
class SessionView {
  constructor(settings, user) {
    this.user = user;
    this.title = '';
    this.dispose = reaction(
      () => settings.locale,
      (locale) => {
        this.title = `${locale}: ${user.name}`;
      },
      { fireImmediately: true },
    );
  }
  render() {
    return `<h1>${this.title}</h1>`;
  }
  close() {
    if (process.env.VARIANT === 'fixed') this.dispose();
  }
}

let settings;
export async function setup() {
  settings = new Settings();
}
export async function operation(i) {
  const view = new SessionView(settings, { id: i, name: 'user ' + i, mail: `user${i}@example.org` });
  view.render();
  runInAction(() => {
    settings.theme = i % 2 ? 'dark' : 'light';
  });
  await null;
  view.close();
}
export async function teardown() {}
