// Each view listens to the window while it is shown. One that forgets to stop stays with its data and its elements.
const isFixed = new URLSearchParams(location.search).has('fixed');
const main = document.querySelector('main');

class OverviewView {
  mount() {
    main.innerHTML = '<h1>Overview</h1>';
  }

  unmount() {}
}

class ReportView {
  constructor() {
    this.rows = Array.from({ length: 200 }, (_, row) => ({ row, amount: Math.random() }));
    this.table = document.createElement('table');
    this.onResize = () => this.layout();
  }

  mount() {
    for (const { row, amount } of this.rows.slice(0, 20)) this.table.insertRow().append(`${row}: ${amount}`);
    main.replaceChildren(this.table);
    window.addEventListener('resize', this.onResize);
  }

  layout() {
    this.table.style.width = `${window.innerWidth}px`;
  }

  unmount() {
    if (isFixed) window.removeEventListener('resize', this.onResize);
  }
}

let view;

function show() {
  view?.unmount();
  view = location.hash === '#/report' ? new ReportView() : new OverviewView();
  view.mount();
}

window.addEventListener('hashchange', show);
show();
