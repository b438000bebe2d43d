import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRectangle, parseRectangles } from '../src/http/rectangles.js';
import { Query } from '../src/http/query.js';
import { pickOnly } from '../src/recognition/analysis.js';
import { qualityForRecognition } from '../src/recognition/quality.js';

const refusal = (code, text) => (error) => error.code === code && error.message.includes(text);

test('targetFace is left,top,width,height', () => {
  assert.deepEqual(parseRectangle('targetFace', '10,20,30,40'), { left: 10, top: 20, width: 30, height: 40 });
});

for (const text of ['', '1,2,3', '1,2,3,4,5', '-1,2,3,4', '1.5,2,3,4', '1,2,0,4', '1,2,3,0', 'a,b,c,d', '1, 2,3,4', '1,2,3,4444444']) {
  test(`targetFace '${text}' is refused and quoted`, () => {
    assert.throws(() => parseRectangle('targetFace', text), refusal('BadArgument', `'${text}'`));
  });
}

test('rectangles are separated by semicolons, 1 to 100 of them', () => {
  assert.equal(parseRectangles('1,2,3,4;5,6,7,8').length, 2);
  assert.throws(() => parseRectangles(undefined), refusal('BadArgument', 'missing'));
  assert.throws(() => parseRectangles('1,2,3,4;;5,6,7,8'), refusal('BadArgument', "''"));
  assert.throws(() => parseRectangles(Array(101).fill('1,2,3,4').join(';')), refusal('BadArgument', '101'));
});

test('queries are read with their limits', () => {
  const query = new Query(new URLSearchParams('yes=TRUE&no=maybe&ttl=59&model=x'));
  assert.equal(query.boolean('yes', false), true);
  assert.equal(query.boolean('absent', true), true);
  assert.throws(() => query.boolean('no', true), refusal('BadArgument', 'no:'));
  assert.throws(() => query.integer('ttl', 60, 60, 86400), refusal('BadArgument', '60 to 86400'));
  assert.throws(() => query.oneOf('model', 'a', ['a', 'b']), refusal('BadArgument', 'a, b'));
});

const at = (left, top, width, height) => ({ rectangle: { left, top, width, height } });

test('without targetFace there has to be exactly one face', () => {
  const face = at(0, 0, 100, 100);
  assert.equal(pickOnly([face]), face);
  assert.throws(() => pickOnly([]), refusal('InvalidImage', 'No face'));
  assert.throws(() => pickOnly([face, at(200, 0, 100, 100)]), refusal('InvalidImage', 'more than one'));
});

test('targetFace picks the face that it shows, also roughly', () => {
  const faces = [at(0, 0, 100, 100), at(200, 0, 100, 100)];
  assert.equal(pickOnly(faces, { left: 210, top: 5, width: 90, height: 90 }), faces[1]);
  assert.equal(pickOnly(faces, { left: 150, top: 0, width: 300, height: 400 }), faces[1]);
});

test('targetFace with no face or several faces in it is refused', () => {
  const faces = [at(0, 0, 100, 100), at(200, 0, 100, 100)];
  assert.throws(() => pickOnly(faces, { left: 400, top: 0, width: 100, height: 100 }), refusal('InvalidImage', 'No face'));
  assert.throws(() => pickOnly(faces, { left: 0, top: 0, width: 300, height: 100 }), refusal('InvalidImage', 'more than one'));
});

test('targetFace means the face of that size, even when a smaller one shows inside it', () => {
  const large = at(0, 0, 200, 200);
  assert.equal(pickOnly([large, at(100, 100, 50, 50)], large.rectangle), large);
});

test('quality goes by the size of the face, and profiles are low', () => {
  const quality = (side, misfit = 2) => qualityForRecognition({ width: side - 20, height: side }, misfit);
  assert.deepEqual([99, 100, 199, 200].map((side) => quality(side)), ['low', 'medium', 'medium', 'high']);
  assert.equal(quality(300, 13), 'low');
});
