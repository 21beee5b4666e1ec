using System.Security.Cryptography;
using XHand.Loop.Journal;
using XHand.Sip.Transport;
using XHand.TestKit;

namespace XHand.Pbx.Tests.Calls;

public sealed class RepeatableRunTests
{
    [Fact]
    public void The_same_seed_gives_the_same_journal_to_the_byte_and_another_seed_another()
    {
        string first = RunOnce(42);
        Assert.Equal(first, RunOnce(42));
        Assert.NotEqual(first, RunOnce(43));
    }

    private static string RunOnce(ulong seed)
    {
        VirtualExchange exchange = new(seed);
        List<VirtualPhone> phones = [];
        for (int i = 0; i < 20; i++)
        {
            exchange.AddExtension($"{1700 + i}");
            VirtualPhone phone = exchange.RegisteredPhone($"{1700 + i}");
            int number = i;
            phone.OnIncoming = call =>
            {
                call.Ring();
                exchange.Loop.StartTimer(TimeSpan.FromMilliseconds(300 + (number * 37)), "script", number % 5 == 0 ? () => call.Refuse(486) : call.Answer);
            };
            phones.Add(phone);
        }

        exchange.Network.Faults = new MemoryNetworkFaults { Loss = 0.1, Duplication = 0.1, MinDelay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(80) };
        for (int i = 0; i < 100; i++)
        {
            VirtualCall call = phones[i % 20].Call($"{1700 + (((i * 7) + 3) % 20)}");
            call.OnTalking = _ => exchange.Loop.StartTimer(TimeSpan.FromSeconds(3), "script", call.HangUp);
            exchange.Loop.Advance(TimeSpan.FromMilliseconds(250));
        }

        exchange.Loop.Advance(TimeSpan.FromSeconds(120));
        Assert.Empty(exchange.Leaks());
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (JournalRecord record in exchange.Journal.Records)
        {
            hash.AppendData(BitConverter.GetBytes(record.Utc.Ticks));
            hash.AppendData(record.Fact.Payload.Span);
        }

        Assert.InRange(exchange.Records.Count, 95, 100);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
