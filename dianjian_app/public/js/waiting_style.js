// How the first list looks: cards beside each other on a desk, one below the other on a phone, nothing smaller than a thumb.
export const STYLE = `
.what-waits { margin-bottom: var(--margin-lg); }
.what-waits .starts { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin-bottom: var(--margin-md); }
.what-waits .starts .h4 { flex: 1 1 200px; margin: 0; }
.what-waits .starts .btn { min-height: 36px; white-space: nowrap; background: var(--control-bg); }
.what-waits .kinds { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 380px), 1fr)); gap: 14px; align-items: start; }
.what-waits .kind, .what-waits .board { background: var(--card-bg); border: 1px solid var(--border-color); border-radius: var(--border-radius-md); padding: 12px 14px; min-width: 0; }
.what-waits .kind .head { display: flex; gap: 8px; align-items: baseline; font-weight: 600; margin-bottom: 4px; }
.what-waits .kind .head .total { margin-left: auto; font-variant-numeric: tabular-nums; color: var(--text-color); }
.what-waits .line { display: flex; gap: 10px; align-items: center; border-top: 1px solid var(--border-color); min-height: 44px; padding: 6px 0; }
.what-waits a, .what-waits a:hover { text-decoration: none; }
.what-waits .line .go { flex: 1; min-width: 0; color: var(--text-color); overflow-wrap: anywhere; }
.what-waits .line .go:hover b { text-decoration: underline; }
.what-waits .line .go b { font-weight: 500; }
.what-waits .line .told { font-size: var(--text-sm); color: var(--text-light, var(--gray-700)); }
.what-waits .line .odd { font-size: var(--text-sm); color: var(--orange-700, #8a4b00); }
.what-waits .line .at { white-space: nowrap; font-variant-numeric: tabular-nums; font-size: var(--text-sm); color: var(--text-light, var(--gray-700)); }
.what-waits .line .acts { display: flex; flex-wrap: wrap; gap: 6px; justify-content: flex-end; }
.what-waits .line .acts .btn { min-height: 32px; white-space: nowrap; }
.what-waits .nothing { margin-top: 10px; font-size: var(--text-sm); color: var(--text-light, var(--gray-700)); }
.what-waits .kindly { padding: 24px; text-align: center; font-size: var(--text-lg); }
.what-waits .board { margin-top: 14px; overflow-x: auto; }
.what-waits .board table { width: 100%; font-variant-numeric: tabular-nums; }
.what-waits .board th, .what-waits .board td { padding: 5px 8px; text-align: right; white-space: nowrap; font-weight: 400; border-top: 1px solid var(--border-color); }
.what-waits .board thead th { border-top: 0; font-size: var(--text-sm); color: var(--text-light, var(--gray-700)); }
.what-waits .board th:first-child { text-align: left; }
.what-waits .board .met { color: var(--green-700, #1b6b3a); font-weight: 600; }
@media (max-width: 700px) {
	.what-waits .line { flex-wrap: wrap; }
	.what-waits .line .acts { flex: 1 1 100%; }
	.what-waits .line .acts .btn, .what-waits .starts .btn { min-height: 44px; flex: 1; }
}`;
