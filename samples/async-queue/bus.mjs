const subscriptions = new Map();

export function publish(type, properties) {
  const event = { type, properties };
  for (const callback of [...(subscriptions.get('*') ?? [])]) callback(event);
}

/** @returns {() => void} ends the subscription */
export function subscribeAll(callback) {
  const match = subscriptions.get('*') ?? [];
  match.push(callback);
  subscriptions.set('*', match);
  return () => {
    const index = match.indexOf(callback);
    if (index !== -1) match.splice(index, 1);
  };
}
