const eventName = /^[A-Za-z_$][\w$]*([.:/ -][A-Za-z_$]+)*$/;

/** Whether an event is named as programs do it, and not by data: `message`, `chat:message`, `uncaught-exception`. */
export function isEventName(name: string): boolean {
  return eventName.test(name);
}
