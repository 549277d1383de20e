// Seconds for the date picker of the registry, appended to its script. Frappe uses a fork of that picker that has them:
// a third slider, `ss` and `s` in the format, and `$seconds` and `$secondsText`, which Frappe hides where a site's time
// format has no seconds.
(function ($) {
	const { Constructor: Picker, Timepicker: Time } = $.fn.datepicker;
	const two = Picker.getLeadingZeroNum;

	function wrap(object, name, replacement) {
		const original = object[name];
		object[name] = function (...given) {
			return replacement.call(
				this,
				(...changed) => original.apply(this, changed.length ? changed : given),
				...given
			);
		};
	}

	wrap(Picker.prototype, "formatDate", function (original, text, date) {
		const seconds = date.getSeconds();
		const filled = this._replacer(text, this._getWordBoundaryRegExp("ss"), two(seconds));
		return original(this._replacer(filled, this._getWordBoundaryRegExp("s"), seconds), date);
	});

	// A new day keeps the time that the sliders show.
	wrap(Picker.prototype, "_onClickCell", function (original, event, date) {
		if (this.timepicker) date.setSeconds(this.timepicker.seconds);
		return original();
	});

	wrap(Picker.prototype, "_onTimeChange", function (original, event, hours, minutes) {
		const { seconds } = this.timepicker;
		if (this.selectedDates.length) {
			this.lastSelectedDate.setSeconds(seconds);
			return original();
		}
		const date = new Date();
		date.setHours(hours, minutes, seconds, 0);
		return this._getCell(date).hasClass("-disabled-") ? original() : this.selectDate(date);
	});

	wrap(Time.prototype, "_setTime", function (original, date) {
		original();
		this.seconds = date.getSeconds();
	});

	wrap(Time.prototype, "_buildHTML", function (original) {
		original();
		const colon = $('<span class="datepicker--time-current-colon">:</span>');
		this.$secondsText = $('<span class="datepicker--time-current-seconds">').text(two(this.seconds));
		this.$minutesText.after(colon, this.$secondsText);
		this.$seconds = $('<input type="range" name="seconds" min="0" max="59" step="1">').val(this.seconds);
		$('<div class="datepicker--time-row">')
			.append(this.$seconds)
			.appendTo($(".datepicker--time-sliders", this.$timepicker));
		this.$ranges = $('[type="range"]', this.$timepicker);
	});

	wrap(Time.prototype, "_updateCurrentTime", function (original) {
		original();
		this.$secondsText.text(two(this.seconds));
	});

	wrap(Time.prototype, "_updateRanges", function (original) {
		original();
		this.$seconds.val(this.seconds);
	});
})(jQuery);
