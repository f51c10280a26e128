import {load} from './decode';
import {fail, make} from './dom';
import {NetworkPage} from './network_page';
import {RunPage} from './run_page';
import {SweepPage} from './sweep_page';

async function start(): Promise<void> {
  const root = document.getElementById('app')!, loading = document.getElementById('loading');
  const data = await load((share) => {
    if (loading) loading.textContent = `Loading … ${Math.round(100 * share)} %`;
  });
  document.body.append(make('p', {id: 'told', role: 'status', 'aria-live': 'polite'}));
  const page = data.facts.kind === 'run' ? new RunPage(data, root) : data.facts.kind === 'network' ? new NetworkPage(data, root) : new SweepPage(data, root);
  Object.assign(window, {somn: page}); // for tests and for the curious
  document.documentElement.dataset.ready = '1';
}

addEventListener('error', (event) => fail(event.error ?? event.message));
addEventListener('unhandledrejection', (event) => fail(event.reason));
start().catch(fail);
