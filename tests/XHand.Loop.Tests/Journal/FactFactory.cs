using System.Text;
using XHand.Loop.Journal;

namespace XHand.Loop.Tests.Journal;

/// <summary>Facts for tests, and how long each type is kept.</summary>
internal static class FactFactory
{
    public const ushort Sample = 1;
    public const ushort Stage = 2;
    public const ushort Binding = 3;
    public const ushort End = 4;

    private static readonly Guid Company = new("11111111-0000-7000-8000-000000000000");

    public static JournalRetention Retention(ushort type) => type switch
    {
        Sample => JournalRetention.Ignore,
        Stage => JournalRetention.Append,
        Binding => JournalRetention.Replace,
        End => JournalRetention.Close,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    public static Guid Stream(int number) => new(number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0);

    public static JournalFact Fact(ushort type, int stream, string payload = "{}", ulong cause = 0, uint version = 1) =>
        new(type, 1, Company, Stream(stream), version, cause, Encoding.UTF8.GetBytes(payload));

    /// <summary>Random facts about a few streams.</summary>
    public static IEnumerable<JournalFact> RandomFacts(Random random, int count)
    {
        for (int i = 0; i < count; i++)
        {
            ushort type = (ushort)random.Next(Sample, End + 1);
            yield return Fact(type, random.Next(6), $$"""{"n":{{i}},"pad":"{{new string('x', random.Next(40))}}"}""", (ulong)i, (uint)i);
        }
    }

    /// <summary>Everything about a record that must come back as it went in.</summary>
    public static string Text(JournalRecord record) =>
        $"{record.Incarnation} {record.Sequence} {record.Utc:O} {record.MonotonicTicks} {record.Fact.Type} {record.Fact.Version} "
        + $"{record.Fact.Company} {record.Fact.Stream} {record.Fact.StreamVersion} {record.Fact.Cause} {Encoding.UTF8.GetString(record.Fact.Payload.Span)}";

    public static IEnumerable<string> Text(IEnumerable<StreamRecords> streams) =>
        streams.SelectMany(stream => stream.Records.Select(record => $"{stream.Stream}: {Text(record)}"));
}
