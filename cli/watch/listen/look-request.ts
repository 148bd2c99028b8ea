import * as v from 'valibot';

/** What is asked, in words; or why that is no cause for a look. */
export type AskedLook = { readonly sentence: string } | { readonly ignored: string };

const longestReason = 300;

/** What Alertmanager posts to webhooks (version 4), as far as it says why. */
const alertmanager = v.object({
  version: v.string(),
  status: v.string(),
  alerts: v.array(
    v.object({
      status: v.string(),
      labels: v.record(v.string(), v.string()),
      annotations: v.optional(v.record(v.string(), v.string()), {}),
    }),
  ),
});

const plain = v.object({ reason: v.optional(v.string()) });

/**
 * Reads the body of `POST /look`: nothing, `{"reason": "…"}`, or what Alertmanager posts.
 * @returns undefined if it is none of them
 */
export function readLookRequest(body: string): AskedLook | undefined {
  if (body.trim() === '') return { sentence: 'a look was asked for' };
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  const alert = v.safeParse(alertmanager, value);
  if (alert.success) return fromAlerts(alert.output);
  const asked = v.safeParse(plain, value);
  // A list is an object, too.
  if (!asked.success || Array.isArray(value)) return undefined;
  const { reason } = asked.output;
  return {
    sentence: reason === undefined ? 'a look was asked for' : `a look was asked for: ${short(reason)}`,
  };
}

function fromAlerts({ alerts }: v.InferOutput<typeof alertmanager>): AskedLook {
  const firing = alerts.filter(({ status }) => status === 'firing');
  if (firing.length === 0) return { ignored: 'no alert fires' };
  const names = [...new Set(firing.map(({ labels }) => labels.alertname ?? 'an alert'))];
  const [{ annotations }] = firing as [(typeof firing)[0]];
  const summary = annotations.summary === undefined ? '' : `: ${annotations.summary}`;
  return { sentence: `Alertmanager asked for a look: ${short(`${names.join(', ')}${summary}`)}` };
}

function short(text: string): string {
  return text.length <= longestReason ? text : `${text.slice(0, longestReason)}…`;
}
