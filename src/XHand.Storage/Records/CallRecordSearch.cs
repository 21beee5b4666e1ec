using Dapper;

namespace XHand.Storage.Records;

/// <summary>
/// The conditions that records are searched by. What is not asked for is null; PostgreSQL plans each query with its values, so such a condition costs
/// nothing and the others find their index. Each way to a number is a walk down its own index: one condition with "or" would
/// read all calls of a busy number.
/// </summary>
internal static class CallRecordSearch
{
    /// <summary>Everything but the company and the number that a query walks by.</summary>
    public const string Conditions = """
        call_id >= @Least and call_id < @Before and started_at >= @Since and started_at < @Until
        and (@From::text is null or (left(from_number, 64) = left(@From, 64) and from_number = @From))
        and (@To::text is null or dialled = @To or to_number = @To)
        and (@Result::text is null or result = @Result)
        and (@Direction::text is null or direction = @Direction)
        and (@Trunk::text is null or trunk = @Trunk)
        and (@Word1::text is null or search like search_text(@Word1))
        and (@Word2::text is null or search like search_text(@Word2))
        and (@Word3::text is null or search like search_text(@Word3))
        and (@Word4::text is null or search like search_text(@Word4))
        and (@Word5::text is null or search like search_text(@Word5))
        """;

    public const string NumberCalled = "left(from_number, 64) = left(@Number, 64) and from_number = @Number";
    public const string NumberWasDialled = "left(dialled, 64) = left(@Number, 64) and dialled = @Number";
    public const string NumberWasReached = "left(to_number, 64) = left(@Number, 64) and to_number = @Number";
    public const string ToWasDialled = "left(dialled, 64) = left(@To, 64) and dialled = @To";
    public const string ToWasReached = "left(to_number, 64) = left(@To, 64) and to_number = @To";

    // Shorter parts are in too many words to be found by an index of three letters.
    private const int LeastPart = 3;

    // Calls' ids are made within a moment of their start, by a clock that may be set back meanwhile.
    private static readonly TimeSpan _margin = TimeSpan.FromMinutes(1);

    // After every clock that makes an id of ours (CallIdTime).
    private static readonly DateTimeOffset _latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The filter's values, by the names above.</summary>
    public static DynamicParameters Parameters(CallRecordFilter filter)
    {
        DateTimeOffset since = (filter.Since ?? DateTimeOffset.UnixEpoch).ToUniversalTime();
        DateTimeOffset until = filter.Until is { } asked && asked < _latest ? asked.ToUniversalTime() : _latest;
        DynamicParameters parameters = new(new
        {
            filter.Company,
            filter.Number,
            filter.From,
            filter.To,
            filter.Result,
            filter.Direction,
            filter.Trunk,
            Since = since.UtcDateTime,
            Until = until.UtcDateTime,
            // Bounds on the id keep months that do not matter out of the search.
            Least = CallIdTime.Least(since - DateTimeOffset.UnixEpoch > _margin ? since - _margin : since),
            Before = Lesser(filter.Before ?? Guid.AllBitsSet, CallIdTime.Least(until + _margin)),
            Limit = Math.Clamp(filter.Limit, 1, 1000),
        });
        for (int i = 0; i < CallRecordFilter.MaxWords; i++)
        {
            parameters.Add($"Word{i + 1}", i < filter.Words.Count ? Pattern(filter.Words[i]) : null);
        }

        return parameters;
    }

    // In the column each word stands between spaces.
    private static string Pattern(string word)
    {
        string literal = word
            .Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal);
        return word.Length >= LeastPart ? $"%{literal}%" : $"% {literal} %";
    }

    // As PostgreSQL compares: byte by byte, which the text of an id does too.
    private static Guid Lesser(Guid one, Guid other) =>
        string.CompareOrdinal(one.ToString("N"), other.ToString("N")) <= 0 ? one : other;
}
