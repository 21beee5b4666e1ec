using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace XHand.Calls.Alarms;

/// <summary>
/// Collects conditions from any thread and, at each <see cref="Tick"/>, makes alarms of those that have held long enough and ends those that
/// have been gone long enough. Published whole, logged, and counted on the meter <c>XHand.Calls</c>.
/// </summary>
public sealed class AlarmBoard : IAlarmBoard, IAlarmView, IDisposable
{
    /// <summary>Conditions held at once: a flood of subjects (addresses that guess passwords) must not grow memory.</summary>
    public const int MaxConditions = 1000;

    private const int EndedKept = 100;
    private const int ManyConditions = MaxConditions / 2;

    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Meter _meter = new(CallsMetrics.MeterName);
    private readonly ConcurrentDictionary<AlarmKey, AlarmCondition> _conditions = new();
    private volatile Lists _lists = new(0, [], []);

    private sealed record Lists(long Version, IReadOnlyList<Alarm> Current, IReadOnlyList<Alarm> Ended);

    /// <summary>An empty board.</summary>
    public AlarmBoard(TimeProvider time, ILogger<AlarmBoard> log)
    {
        (_time, _log) = (time, log);
        _meter.CreateObservableGauge("xhand.alarms", Measure, "{alarm}", "Alarms that last, by code and severity");
    }

    /// <inheritdoc/>
    public long Version => _lists.Version;

    /// <inheritdoc/>
    public IReadOnlyList<Alarm> Current => _lists.Current;

    /// <inheritdoc/>
    public IReadOnlyList<Alarm> Ended => _lists.Ended;

    /// <inheritdoc/>
    public void Raise(string code, string subject, string text, Guid? company = null) => Find(code, subject, company)?.Begin(_time.GetUtcNow(), _time.GetTimestamp(), text);

    /// <inheritdoc/>
    public void Clear(string code, string subject, Guid? company = null)
    {
        if (_conditions.TryGetValue(new AlarmKey(code, subject, company), out AlarmCondition? condition))
        {
            condition.End(_time.GetTimestamp());
        }
    }

    /// <inheritdoc/>
    public void Happened(string code, string subject, string text, Guid? company = null)
    {
        if (Find(code, subject, company) is { } condition)
        {
            condition.Begin(_time.GetUtcNow(), _time.GetTimestamp(), text);
            condition.End(_time.GetTimestamp());
        }
    }

    /// <summary>Looks at every condition; about once a second, from one thread at a time.</summary>
    public void Tick()
    {
        Lists before = _lists;
        List<Alarm> current = [];
        List<Alarm> ended = [.. before.Ended];
        foreach ((AlarmKey key, AlarmCondition condition) in _conditions)
        {
            bool was = condition.IsAlarm;
            Alarm? alarm = condition.Judge(key, _time);
            if (alarm is not null)
            {
                current.Add(alarm);
            }
            else if (condition.IsForgotten && _conditions.Count > ManyConditions)
            {
                // Only in a flood: what is told of in this very moment would be lost with it.
                _conditions.TryRemove(key, out _);
            }

            if (alarm is not null && !was)
            {
                LogLevel level = LevelOf(alarm.Severity);
                _log.Raised(level, alarm.Code, alarm.Subject, alarm.Text);
            }
            else if (alarm is null && was)
            {
                Alarm over = condition.LastAlarm! with { Until = _time.GetUtcNow() };
                ended.Insert(0, over);
                double seconds = (over.Until.Value - over.Since).TotalSeconds;
                _log.Ended(over.Code, over.Subject, seconds);
            }
        }

        current.Sort(Order);
        if (!current.SequenceEqual(before.Current))
        {
            _lists = new(before.Version + 1, current, [.. ended.Take(EndedKept)]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static int Order(Alarm one, Alarm other) =>
        one.Severity != other.Severity ? other.Severity.CompareTo(one.Severity)
        : one.Since != other.Since ? one.Since.CompareTo(other.Since)
        : string.CompareOrdinal(one.Code + one.Subject, other.Code + other.Subject);

    private static LogLevel LevelOf(AlarmSeverity severity) => severity switch
    {
        AlarmSeverity.Warning => LogLevel.Warning,
        AlarmSeverity.Major => LogLevel.Error,
        _ => LogLevel.Critical,
    };

    private AlarmCondition? Find(string code, string subject, Guid? company)
    {
        AlarmKey key = new(code, subject, company);
        return _conditions.TryGetValue(key, out AlarmCondition? known) ? known
            : _conditions.Count < MaxConditions ? _conditions.GetOrAdd(key, static key => new AlarmCondition(AlarmRule.Of(key.Code)))
            : null;
    }

    private IEnumerable<Measurement<int>> Measure()
    {
        IReadOnlyList<Alarm> current = Current;
        return AlarmRule.All.Select(rule => new Measurement<int>(
            current.Count(alarm => alarm.Code == rule.Code),
            new KeyValuePair<string, object?>("code", rule.Code),
            new KeyValuePair<string, object?>("severity", rule.Severity.ToString().ToLowerInvariant())));
    }
}

/// <summary>What makes two reports the same alarm.</summary>
internal readonly record struct AlarmKey(string Code, string Subject, Guid? Company);
