import { expect, it } from 'vitest';
import { planRecording } from './plan.ts';
import { planWindow, withPulses } from './window-plan.ts';

const window = { span: 30_000 };

it('is explained by one capture if there are pulses, by four if there are none', () => {
  const plan = planWindow(planRecording({}), 600_000, window);
  expect(withPulses(plan, true)).toMatchObject({ captures: 1, every: 30_000, pulses: true });
  expect(withPulses(plan, false)).toMatchObject({ captures: 4, every: 10_000 });
});

it('asks for no pulses if exact stacks are requested: these need an interval between captures', () => {
  const plan = planWindow(planRecording({ stacks: true }), 600_000, window);
  expect(withPulses(plan, false)).toMatchObject({ captures: 4, pulses: false, stacks: true });
});
