using XHand.Calls.Facts;
using XHand.Storage;

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
    public (CallRecordFilter? Filter, string Problem) ToFilter(Guid company, DateTimeOffset now)
    {
        string[] words = (Q ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        (DateTimeOffset? since, string? sinceProblem) = Time("since", Since, now);
        (DateTimeOffset? until, string? untilProblem) = Time("until", Until, now);
        string? problem = Queue is not null ? "There are no queues in this version, so no record has one; leave \"queue\" out."
            : Limit is < 1 or > MaxLimit ? $"\"limit\" is {Limit}; allowed: 1 to {MaxLimit}."
            : sinceProblem ?? untilProblem
            ?? (words.Length > CallRecordFilter.MaxWords ? $"\"q\" has {words.Length} words; allowed: up to {CallRecordFilter.MaxWords}."
            : Q?.Length > MaxLetters ? $"\"q\" has {Q.Length} letters; allowed: up to {MaxLetters}."
            : Direction is not null && !_directions.Contains(Direction) ? $"\"direction\" is \"{Direction}\"; allowed: {string.Join(", ", _directions)}."
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
            }, "");
    }

    // PostgreSQL's text has no NUL, so no record has one.
    private string? Unknowable() =>
        new[] { ("q", Q), ("from", From), ("to", To), ("number", Number), ("result", Result), ("trunk", Trunk) }
            .Where(named => named.Item2?.Contains('\0') == true)
            .Select(named => $"\"{named.Item1}\" has a NUL character in it, which no record has.")
            .FirstOrDefault();

    private static (DateTimeOffset? Time, string? Problem) Time(string name, string? text, DateTimeOffset now) =>
        text is null ? (null, null)
        : Moment.Parse(text, now) is { } time ? (time, null)
        : (null, $"\"{name}\" is \"{text}\"; {Moment.Allowed}.");
}
