import { SCORE_PARTS, type ScorePart, type ScoringProfile, WEIGHT_SUM } from '../profile.ts';
import { type Loose, object, optional, type Report, type Schema, type Shape } from './kit.ts';
import { id, integer, name, rateBetween } from './leaves.ts';
import { DECISION_DAYS_LIMIT } from './product.ts';

type Weights = ScoringProfile['weights'];
type NetCost = ScoringProfile['netCost'];
type DecisionDays = ScoringProfile['decisionDays'];

const weight = integer(0, WEIGHT_SUM);
const weightShape = Object.fromEntries(
  SCORE_PARTS.map((part: ScorePart) => [part, optional(weight)]),
) as unknown as Shape<Weights>;

const weights: Schema<Weights> = object<Weights>(weightShape, (value, report) => {
  const shares = Object.values(value);
  if (shares.some((one) => one === undefined)) return;
  const sum = shares.reduce<number>((total, one) => total + (one ?? 0), 0);
  if (sum === WEIGHT_SUM) return;
  const expected = `weights that sum to ${WEIGHT_SUM}; these sum to ${sum}`;
  report({ code: 'contradiction', expected });
});

const cost = rateBetween(-100, 100);
const days = integer(0, DECISION_DAYS_LIMIT);

/** Best and worst must differ: points are spread between them. */
function checkBest(
  value: { best?: number | undefined; worst?: number | undefined },
  report: Report,
) {
  const { best, worst } = value;
  if (best === undefined || worst === undefined || best < worst) return;
  report({ code: 'contradiction', expected: 'more than the value of "best"' }, ['worst']);
}

export const profile: Schema<ScoringProfile> = object<ScoringProfile>({
  id,
  version: id,
  name: optional(name),
  weights,
  netCost: object<NetCost>({ best: cost, worst: cost }, (value: Loose<NetCost>, report) =>
    checkBest(value, report),
  ),
  decisionDays: object<DecisionDays>({ best: days, worst: days }, checkBest),
});
