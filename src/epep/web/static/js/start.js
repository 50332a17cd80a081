// Starts the GOV.UK components: error summary, character count, reveals. Every page works without them.
import { initAll } from '../govuk/govuk-frontend.min.js';

initAll();
