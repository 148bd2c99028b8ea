import { type Parameter, valuesOf } from './parameter.ts';

/** What is told of the highest memory of a run. */
export const peakParameters = {
  leastShare: {
    value: 0.03,
    unit: 'share',
    why: 'of the peak: what would lower it by less is not worth a line, as two runs of one program differ by as much',
    test: ['analyzer/peak/advice.test.ts', 'advises what saves just enough'],
  },
  nearShare: {
    value: 0.8,
    unit: 'share',
    why: 'of the peak: a capture at less than this may lack what the peak was made of, so a second run is offered',
    test: ['analyzer/peak/peak-report.test.ts', 'offers a second run if the capture is far from the peak'],
  },
} satisfies Record<string, Parameter>;

export const peakLimits = valuesOf(peakParameters);
