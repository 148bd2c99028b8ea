const subscriptions = new Map();

/** @returns {() => void} ends the subscription */
export function subscribe(type, callback) {
  const match = subscriptions.get(type) ?? [];
  match.push(callback);
  subscriptions.set(type, match);
  return () => {
    const index = match.indexOf(callback);
    if (index !== -1) match.splice(index, 1);
  };
}

export function subscribeAll(callback) {
  return subscribe('*', callback);
}

export function publish(type, properties) {
  const event = { type, properties };
  for (const callback of [...(subscriptions.get(type) ?? [])]) callback(event);
  for (const callback of [...(subscriptions.get('*') ?? [])]) callback(event);
}
