using XHand.Calls.Facts;
using XHand.Site;
using XHand.Storage;
using XHand.Web.Problems;

namespace XHand.Web.Api;

/// <summary>What records are asked for, as it stands in the address.</summary>
internal sealed record RecordQuery(
    string? Q,
    string? From,
    string? To,
    string? Number,
    string? Since,
    string? Until,
    string? Result,
    string? Direction,
    string? Trunk,
    string? Queue,
    int? Limit,
    Guid? Before)
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 1000;
    private const int MaxLetters = 100;

    private static readonly string[] _directions = [CallDirection.Internal, CallDirection.Outbound, CallDirection.Inbound];

    /// <summary>The filter, or null and what is wrong.</summary>
    public (CallRecordFilter? Filter, Reason? Problem) ToFilter(Guid company, DateTimeOffset now)
    {
        string[] words = (Q ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        (DateTimeOffset? since, Reason? sinceProblem) = Time("since", Since, now);
        (DateTimeOffset? until, Reason? untilProblem) = Time("until", Until, now);
        Reason? problem = Queue is not null ? WebReasons.NoQueues.With()
            : Limit is < 1 or > MaxLimit ? WebReasons.BadCount.With("limit", Limit.Value, 1, MaxLimit)
            : sinceProblem ?? untilProblem
            ?? (words.Length > CallRecordFilter.MaxWords ? WebReasons.TooManyWords.With("q", words.Length, CallRecordFilter.MaxWords)
            : Q?.Length > MaxLetters ? WebReasons.TooManyLetters.With("q", Q.Length, MaxLetters)
            : Direction is not null && !_directions.Contains(Direction) ? WebReasons.BadValue.With("direction", Direction, string.Join(", ", _directions))
            : Unknowable());
        return problem is not null
            ? (null, problem)
            : (new(company, since, Number, Limit ?? DefaultLimit, Before)
            {
                Until = until,
                From = From,
                To = To,
                Result = Result,
                Direction = Direction,
                Trunk = Trunk,
                Words = words,
            }, null);
    }

    // PostgreSQL's text has no NUL, so no record has one.
    private Reason? Unknowable() =>
        new[] { ("q", Q), ("from", From), ("to", To), ("number", Number), ("result", Result), ("trunk", Trunk) }
            .Where(named => named.Item2?.Contains('\0') == true)
            .Select(named => WebReasons.NulCharacter.With(named.Item1))
            .FirstOrDefault();

    private static (DateTimeOffset? Time, Reason? Problem) Time(string name, string? text, DateTimeOffset now) =>
        text is null ? (null, null)
        : Moment.Parse(text, now) is { } time ? (time, null)
        : (null, WebReasons.BadTime.With(name, text));
}
