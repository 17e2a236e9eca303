'use strict';
// The page works without this: it adds search, filters, and ticks that are there the next time.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  document.documentElement.classList.add('js');

  // Ticks: one key a leak, the numbers of its steps that are done. A browser may refuse to keep
  // them; then they last as long as the page.
  const memory = {
    read(key) {
      try {
        return localStorage.getItem(key) || '';
      } catch {
        return '';
      }
    },
    write(key, value) {
      try {
        if (value) localStorage.setItem(key, value);
        else localStorage.removeItem(key);
      } catch {
        // not kept
      }
    },
  };

  const kinds = all('.kind').map((element) => {
    const steps = all('.steps input', element);
    const elements = all('.leak', element);
    const kind = {
      element, steps, provider: element.dataset.provider,
      severity: element.parentElement, several: elements.length > 1,
    };
    kind.leaks = elements.map((leak) => ({
      element: leak, kind,
      key: 'rekey:' + leak.id + ':' + element.dataset.steps,
      quiet: leak.classList.contains('quiet'),
      done: false,
    }));
    return kind;
  });
  const leaks = kinds.flatMap((kind) => kind.leaks);
  const leakOf = new Map(leaks.map((leak) => [leak.element, leak]));
  const kindOf = new Map(kinds.map((kind) => [kind.element, kind]));
  const open = leaks.filter((leak) => !leak.quiet);
  if (leaks.length === 0) return;

  const boxes = (leak) => leak.kind.several ? all('.ticks input', leak.element) : leak.kind.steps;

  function see(leak) {  // what the leak's boxes say
    leak.done = boxes(leak).every((box) => box.checked);
    leak.element.classList.toggle('done', leak.done);
  }

  function seeKind(kind) {  // a step of several leaks is done where it is of all
    if (kind.several) {
      kind.steps.forEach((box, i) => {
        const done = kind.leaks.filter((leak) => boxes(leak)[i].checked).length;
        box.checked = done === kind.leaks.length;
        box.indeterminate = done > 0 && !box.checked;
      });
    }
    kind.element.classList.toggle('done', kind.leaks.every((leak) => leak.done));
  }

  function keep(leak) {
    const done = boxes(leak).map((box, i) => box.checked ? i + 1 : 0).filter(Boolean);
    memory.write(leak.key, done.join(','));
    see(leak);
  }

  function restore() {
    for (const box of all('.ticks input:checked, .steps input:checked')) box.checked = false;
    const touched = new Set();
    for (const leak of leaks) {
      const kept = memory.read(leak.key);
      if (!kept) continue;
      const steps = kept.split(',').map(Number);
      boxes(leak).forEach((box, i) => { box.checked = steps.includes(i + 1); });
      see(leak);
      touched.add(leak.kind);
    }
    touched.forEach(seeKind);
  }

  function showProgress() {
    const done = open.filter((leak) => leak.done).length;
    byId('done').max = Math.max(open.length, 1);
    byId('done').value = done;
    byId('done-text').textContent = done + ' of ' + open.length + ' done';
  }

  byId('leaks').addEventListener('change', (event) => {
    const leak = leakOf.get(event.target.closest('.leak'));
    const kind = kindOf.get(event.target.closest('.kind'));
    if (!kind) return;
    if (leak) {
      keep(leak);
    } else {
      const step = kind.steps.indexOf(event.target);
      for (const one of kind.leaks) {
        boxes(one)[step].checked = event.target.checked;
        keep(one);
      }
    }
    seeKind(kind);
    showProgress();
  });

  // Filters. The text of a leak is taken at the first search.
  const search = byId('search'), provider = byId('provider'), when = byId('when');
  const owners = byId('owners'), onlyNew = byId('only-new');
  const onlyHead = byId('only-head'), hideDone = byId('hide-done'), showQuiet = byId('show-quiet');
  const severities = all('.severities input');

  function textOf(leak) {
    leak.text ??= (leak.kind.element.querySelector('h3').textContent + ' ' +
                   leak.kind.element.querySelector('.title p').textContent + ' ' +
                   leak.element.textContent).toLowerCase();
    return leak.text;
  }

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const hidden = new Set(severities.filter((box) => !box.checked).map((box) => box.id.slice(5)));
    const fits = (leak) => {
      if ([...hidden].some((name) => leak.kind.severity.classList.contains(name))) return false;
      if (leak.quiet && !showQuiet?.checked) return false;
      if (provider.value && leak.kind.provider !== provider.value) return false;
      if (when?.value && leak.element.dataset.when !== when.value) return false;
      if (owners?.value && leak.element.dataset.owners !== owners.value) return false;
      if (onlyNew?.checked && !('new' in leak.element.dataset)) return false;
      if (onlyHead?.checked && !leak.element.querySelector('.in-head')) return false;
      if (hideDone.checked && leak.done) return false;
      return words.every((word) => textOf(leak).includes(word));
    };
    let shown = 0;
    const seen = new Set();
    for (const kind of kinds) {
      const before = shown;
      for (const leak of kind.leaks) {
        const fit = fits(leak);
        leak.element.hidden = !fit;
        if (fit) ++shown;
      }
      kind.element.hidden = shown === before;
      if (shown > before) seen.add(kind.severity);
    }
    for (const section of all('section.severity')) section.hidden = !seen.has(section);
    const whole = showQuiet?.checked ? leaks.length : open.length;
    byId('shown').textContent = shown + ' of ' + whole + (whole === 1 ? ' leak' : ' leaks');
    byId('no-match').hidden = shown > 0;
    byId('clear').hidden = !(search.value || provider.value || when?.value || owners?.value ||
                             onlyNew?.checked || onlyHead?.checked || hideDone.checked ||
                             hidden.size);
    for (const bar of all('.timeline g')) {
      bar.classList.toggle('out', Boolean(when?.value) && bar.dataset.when !== when.value);
    }
  }

  let waiting = 0;
  search.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 120);
  });
  document.querySelector('.filters').addEventListener('change', filter);
  byId('clear').addEventListener('click', () => {
    for (const field of [search, provider, when, owners]) if (field) field.value = '';
    for (const box of [onlyHead, onlyNew, hideDone]) if (box) box.checked = false;
    for (const box of severities) box.checked = true;
    filter();
    search.focus();
  });
  document.querySelector('.timeline')?.addEventListener('click', (event) => {
    const bar = event.target.closest('g');
    if (!bar) return;
    when.value = when.value === bar.dataset.when ? '' : bar.dataset.when;
    filter();
  });
  document.addEventListener('keydown', (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) &&
                   event.target.type !== 'checkbox';
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
    } else if (event.key === 'Escape' && event.target === search) {
      search.value = '';
      filter();
    }
  });

  // On paper all steps are open.
  let opened = [];
  addEventListener('beforeprint', () => {
    opened = all('details.reset:not([open])');
    for (const one of opened) one.open = true;
  });
  addEventListener('afterprint', () => {
    for (const one of opened) one.open = false;
  });

  // Also when a browser brings the page back with the fields as they were.
  addEventListener('pageshow', () => {
    restore();
    showProgress();
    filter();
  });
})();
