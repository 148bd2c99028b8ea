// server-side rendering against one application store: every rendered page connects its view to it
import { combineReducers, legacy_createStore as createStore } from 'redux';

const catalog = (state = { revision: 0, price: 100 }, a) =>
  a.type === 'price/set' ? { revision: state.revision + 1, price: a.price } : state;
const flags = (state = { sale: false }, a) => (a.type === 'sale/toggle' ? { sale: !state.sale } : state);

let store;
function connect(props) {
  const view = { props, html: '' };
  const update = () => {
    const { catalog, flags } = store.getState();
    view.html = `<p>${props.visitor}: ${catalog.price}${flags.sale ? ' SALE' : ''}</p>`;
  };
  update();
  view.disconnect = store.subscribe(update);
  return view;
}
export async function setup() {
  store = createStore(combineReducers({ catalog, flags }));
}
export async function operation(i) {
  const view = connect({ visitor: 'visitor ' + i, basket: [{ sku: 'a' + i, qty: 1 + (i % 3) }] });
  if (i % 200 === 0) store.dispatch({ type: 'price/set', price: i });
  await null;
  if (process.env.VARIANT === 'fixed') view.disconnect();
}
export async function teardown() {}
