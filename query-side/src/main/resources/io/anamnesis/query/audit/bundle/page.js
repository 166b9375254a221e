
'use strict';
// Whatever comes from the log becomes text, never markup.
const at = id => document.getElementById(id);
const words = JSON.parse(at('words').textContent);
const lines = at('life').textContent.split('\n').filter(line => line !== '');
const AROUND = 100;
let current = 0;

const made = (name, text, parent) => {
  const element = document.createElement(name);
  if (text !== null) element.textContent = text;
  if (parent) parent.append(element);
  return element;
};
const told = index => JSON.parse(lines[index]);
const title = event => words.types[event.type] || event.type;
const shown = value => value === undefined ? '' : value === null ? '–' : String(value);

// A tree as rows: one for each value, under its path.
const flat = (value, path, rows) => {
  if (value !== null && typeof value === 'object' && Object.keys(value).length > 0) {
    for (const name of Object.keys(value)) flat(value[name], path === '' ? name : path + '.' + name, rows);
  } else {
    rows.set(path, value !== null && typeof value === 'object' ? (Array.isArray(value) ? '[]' : '{}') : value);
  }
  return rows;
};

const table = (parent, heads) => {
  const whole = made('table', null, parent);
  if (heads) {
    const row = made('tr', null, made('thead', null, whole));
    heads.forEach(head => made('th', head, row));
  }
  return made('tbody', null, whole);
};

const row = (body, name, values, changed) => {
  const one = made('tr', null, body);
  if (changed) one.className = 'changed';
  made('th', name, one);
  values.forEach(value => made('td', shown(value), one));
};

const showEvent = event => {
  const section = at('event');
  section.replaceChildren();
  made('h2', title(event), section);
  const body = table(section, null);
  for (const name of Object.keys(event)) {
    if (name !== 'payload') row(body, words.fields[name] || name, [event[name]], false);
  }
  made('h3', words.payload, section);
  const content = table(section, null);
  flat(event.payload, '', new Map()).forEach((value, path) => row(content, path, [value], false));
};

const showState = (parent, model, state) => {
  made('h3', words.models[model] || model, parent);
  if (state.problem !== undefined) {
    made('p', state.problem, parent);
    return;
  }
  const before = flat(state.before, '', new Map());
  const after = state.after === undefined ? before : flat(state.after, '', new Map());
  const paths = [...new Set([...before.keys(), ...after.keys()])].filter(path => path !== '');
  const changed = paths.filter(path => before.get(path) !== after.get(path));
  const heads = ['', words.before, words.after];
  if (changed.length === 0) made('p', words.unchanged, parent);
  else {
    const body = table(parent, heads);
    changed.forEach(path => row(body, path, [before.get(path), after.get(path)], true));
  }
  const whole = made('details', null, parent);
  made('summary', words.whole, whole);
  const all = table(whole, heads);
  paths.forEach(path => row(all, path, [before.get(path), after.get(path)], changed.includes(path)));
};

const showList = () => {
  const list = at('list');
  list.replaceChildren();
  const from = Math.max(0, current - AROUND);
  for (let index = from; index < Math.min(lines.length, from + 2 * AROUND + 1); index++) {
    const event = told(index).event;
    const button = made('button', title(event), made('li', null, list));
    button.type = 'button';
    made('br', null, button);
    made('small', event.position + ' · ' + event.occurredAt, button);
    button.setAttribute('aria-current', String(index === current));
    button.addEventListener('click', () => show(index));
    if (index === current) button.scrollIntoView({block: 'nearest'});
  }
};

const show = index => {
  if (index < 0 || index >= lines.length) return;
  current = index;
  const line = told(index);
  at('place').textContent = (index + 1) + ' / ' + lines.length;
  at('slider').value = index + 1;
  at('previous').disabled = index === 0;
  at('next').disabled = index === lines.length - 1;
  showEvent(line.event);
  const states = at('states');
  states.replaceChildren();
  made('h2', words.states, states);
  for (const model of Object.keys(line.states)) showState(states, model, line.states[model]);
  showList();
};

document.title = words.title;
at('title').textContent = words.title;
at('about').textContent = words.about;
at('note').textContent = words.note + (lines.length < words.events ? ' ' + words.cut : '');
at('previous').textContent = words.previous;
at('next').textContent = words.next;
at('slider').max = Math.max(1, lines.length);
at('slider').addEventListener('input', () => show(Number(at('slider').value) - 1));
at('previous').addEventListener('click', () => show(current - 1));
at('next').addEventListener('click', () => show(current + 1));
document.addEventListener('keydown', pressed => {
  if (pressed.target !== at('slider') && pressed.key === 'ArrowRight') show(current + 1);
  if (pressed.target !== at('slider') && pressed.key === 'ArrowLeft') show(current - 1);
});
show(0);
