import { render } from 'preact'
import { App } from './app.tsx'
import { createStore, StoreProvider } from './model/store.ts'
import './styles/base.css'
import './styles/frame.css'
import './styles/lane.css'
import './styles/acts.css'
import './styles/law.css'
import './styles/search.css'
import './styles/study.css'
import './styles/equipment.css'

const page = document.getElementById('page')
if (page !== null) {
  render(
    <StoreProvider value={createStore()}>
      <App />
    </StoreProvider>,
    page,
  )
}
