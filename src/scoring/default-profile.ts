import type { ScoringProfile } from '../model/index.ts';
import type { Rate } from '../units/rate.ts';

/**
 * The profile of a catalog that brings none. The weights are a starting point, not a finding: about
 * two thirds for the enterprise's interest, a third for the bank's.
 */
export const DEFAULT_PROFILE: ScoringProfile = {
  id: 'default',
  version: '1',
  name: { zh: '默认评分', en: 'default profile' },
  weights: {
    'net-cost': 3500,
    coverage: 1500,
    'term-fit': 500,
    speed: 700,
    collateral: 800,
    sector: 700,
    region: 400,
    standing: 700,
    'ticket-size': 300,
    relationship: 500,
    'programme-priority': 400,
  },
  netCost: { best: 10_000 as Rate, worst: 120_000 as Rate },
  decisionDays: { best: 3, worst: 45 },
};
