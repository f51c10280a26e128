import {load} from './decode';
import {fail, make} from './dom';
import {RunPage} from './run_page';

async function start(): Promise<void> {
  const root = document.getElementById('app')!, loading = document.getElementById('loading');
  const data = await load((share) => {
    if (loading) loading.textContent = `Loading … ${Math.round(100 * share)} %`;
  });
  document.body.append(make('p', {id: 'told', role: 'status', 'aria-live': 'polite'}));
  const page = new RunPage(data, root);
  Object.assign(window, {somn: page}); // for tests and for the curious
  document.documentElement.dataset.ready = '1';
}

addEventListener('error', (event) => fail(event.error ?? event.message));
addEventListener('unhandledrejection', (event) => fail(event.reason));
start().catch(fail);
