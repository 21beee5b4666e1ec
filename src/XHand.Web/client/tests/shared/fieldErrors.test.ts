import { expect, test } from 'vitest';
import { ApiProblem } from '@/shared/api/problem';
import { refusalOf } from '@/shared/forms/fieldErrors';

const whole = () => 'refused';
const problem = (path: string, reason: string) => ({ path, reason, code: 'free', params: { text: reason } });

test('a reason goes to the field that its path names', () => {
  const refusal = new ApiProblem(422, '', [problem('host', 'is no address')]);
  expect(refusalOf(refusal, ['host', 'port'], whole)).toEqual({ fields: { host: 'is no address' }, rest: [] });
});

test('a reason about an element or an inner key goes to the field that holds it', () => {
  const refusal = new ApiProblem(422, '', [
    problem('trunks[1]', 'there is no trunk "x"'),
    problem('destination.extension', 'there is no extension 1'),
  ]);
  expect(refusalOf(refusal, ['trunks', 'destination'], whole).fields).toEqual({
    trunks: 'there is no trunk "x"',
    destination: 'there is no extension 1',
  });
});

test('two reasons of one field are both said', () => {
  const refusal = new ApiProblem(422, '', [problem('addresses[0]', 'first'), problem('addresses[1]', 'second')]);
  expect(refusalOf(refusal, ['addresses'], whole).fields).toEqual({ addresses: 'first; second' });
});

test('what no field shows is said above the form', () => {
  const refusal = new ApiProblem(422, '', [problem('', 'trunk "a" is used by route "b"'), problem('unknown', 'is not known')]);
  expect(refusalOf(refusal, ['host'], whole)).toEqual({ fields: {}, rest: ['trunk "a" is used by route "b"', 'unknown: is not known'] });
});

test('a refusal without reasons is said as a whole', () => {
  expect(refusalOf(new ApiProblem(503, ''), ['host'], whole)).toEqual({ fields: {}, rest: ['refused'] });
});
