// Runs first in the body, before anything is drawn: says that scripts work, so that styles for both cases do not flash.
document.body.classList.add('js-enabled');
if ('noModule' in HTMLScriptElement.prototype) document.body.classList.add('govuk-frontend-supported');
