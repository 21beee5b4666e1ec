using System.Diagnostics;
using System.Globalization;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using XHand.Calls.Facts;
using XHand.Storage;
using XHand.Storage.Cluster;
using XHand.Storage.Migrations;
using XHand.Storage.Partitions;
using XHand.Storage.Records;

namespace XHand.Benchmarks.Records;

/// <summary>The first page of many call records, spread over a year, found in each way that the records' page offers.</summary>
internal static class RecordsBenchmark
{
    private const int Times = 15;
    private static readonly Guid _company = new("00000000-0000-0000-0000-000000000001");

    // Three kinds of calls in turn, 800 extensions, 48 names, three trunks, 20 campaigns' tags; the ids carry the time, as ours do.
    private const string Fill = """
        insert into call_record (call_id, segment, company, from_number, from_name, dialled, to_number, to_name, class, started_at, ringing_at,
                                 answered_at, ended_at, talk_ms, total_ms, result, ended_by, sip_status, q850_cause, reason, plan_reasons,
                                 direction, trunk, route, tag)
        select (lpad(to_hex((extract(epoch from t) * 1000)::bigint), 12, '0') || '7' || substr(md5(i::text), 1, 3) || '8' || substr(md5(i::text), 4, 15))::uuid,
               1, @Company,
               case when i % 3 = 0 then '11' || (900000000 + (i * 7919) % 99999999) else (1700 + (i * 31) % 800)::text end,
               case when i % 3 = 0 then '' else (array['Ana', 'João', 'Márcia', 'Bruno', 'Carla', 'Zé', 'Otávio', 'Conceição'])[1 + (i * 31) % 8] || ' '
                                             || (array['Silva', 'Souza', 'Almeida', 'Muniz', 'Ávila', 'Prado'])[1 + (i / 8) % 6] end,
               case when i % 3 = 1 then '0' || (1132000000 + (i * 104729) % 8999999) else (1700 + (i * 57) % 800)::text end,
               case when i % 3 = 1 then '0' || (1132000000 + (i * 104729) % 8999999) else (1700 + (i * 57) % 800)::text end,
               '', 'local', t, t, t, t + interval '1 minute', 60000, 61000,
               (array['answered', 'answered', 'answered', 'answered', 'busy', 'noAnswer', 'cancelled'])[1 + i % 7], 'caller', 200, 16, null,
               array['1700 may call locally', 'route Default'],
               (array['inbound', 'outbound', 'internal'])[1 + i % 3],
               case when i % 3 = 2 then '' else (array['operadora', 'vivo', 'claro'])[1 + (i * 13) % 3] end, '',
               case when i % 50 = 0 then 'Campanha ' || i % 1000 else '' end
        from (select i, @First + i * @Step as t from generate_series(1::bigint, @Count) i) s
        """;

    /// <summary>Runs it; prints a line for each search: median and most milliseconds of a page with its legs looked up.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        long count = arguments is ["--count", var text] ? long.Parse(text, CultureInfo.InvariantCulture) : 1_000_000;
        string folder = Directory.CreateTempSubdirectory("xhand-records-").FullName;
        try
        {
            await using PrivateCluster cluster = await PrivateCluster.StartAsync(
                new PrivateClusterOptions { DataDirectory = folder }, NullLogger.Instance, TimeProvider.System, CancellationToken.None);
            await using NpgsqlDataSource database = NpgsqlDataSource.Create(cluster.ConnectionString + ";Command Timeout=900");
            await new Migrator(database, MigrationSet.Embedded(), new DatabaseBackup("", "", TimeProvider.System), "0.1.0", NullLogger.Instance)
                .RunAsync(CancellationToken.None);
            await FillAsync(database, count);
            await MeasureAsync(new CallRecordStore(database), count);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task FillAsync(NpgsqlDataSource database, long count)
    {
        DateTimeOffset last = TimeProvider.System.GetUtcNow();
        DateTimeOffset first = last.AddDays(-360);
        PartitionKeeper keeper = new(database, TimeProvider.System, NullLogger.Instance);
        await keeper.EnsureAsync([], Enumerable.Range(0, 14).Select(month => DateOnly.FromDateTime(first.UtcDateTime).AddMonths(month)), CancellationToken.None);
        await using NpgsqlConnection connection = await database.OpenConnectionAsync();
        Stopwatch watch = Stopwatch.StartNew();
        await connection.ExecuteAsync(
            Fill, new { Company = _company, First = first.UtcDateTime, Step = (last - first) / count, Count = count }, commandTimeout: 900);
        await Console.Error.WriteLineAsync($"{count} records written in {watch.Elapsed.TotalSeconds:0} s");
        await connection.ExecuteAsync("vacuum analyze call_record", commandTimeout: 900);
    }

    private static async Task MeasureAsync(CallRecordStore store, long count)
    {
        CallRecordFilter all = new(_company);
        (string Name, CallRecordFilter Filter)[] searches =
        [
            ("newest", all),
            ("q: joão", all with { Words = ["joão"] }),
            ("q: joao muniz", all with { Words = ["joao", "muniz"] }),
            ("q: part of a number, 98765", all with { Words = ["98765"] }),
            ("q: campanha 50", all with { Words = ["campanha", "50"] }),
            ("q: in no record", all with { Words = ["xyzzy"] }),
            ("q: two letters in no record", all with { Words = ["zq"] }),
            ("number 1701", all with { Number = "1701" }),
            ("number in no record", all with { Number = "9999" }),
            ("from 1701, to 1757", all with { From = "1701", To = "1757" }),
            ("result busy, outbound, vivo", all with { Result = "busy", Direction = "outbound", Trunk = "vivo" }),
            ("result in no record", all with { Result = "crash" }),
            ("a year ago, joão", all with { Until = TimeProvider.System.GetUtcNow().AddDays(-340), Words = ["joão"] }),
        ];
        foreach ((string name, CallRecordFilter filter) in searches)
        {
            double[] milliseconds = new double[Times];
            IReadOnlyList<CallRecord> page = [];
            for (int i = 0; i < Times; i++)
            {
                long began = Stopwatch.GetTimestamp();
                page = await store.ListAsync(filter, CancellationToken.None);
                milliseconds[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }

            double first = milliseconds[0];
            Array.Sort(milliseconds);
            Rounds.Print(new
            {
                benchmark = "records",
                subject = name,
                records = count,
                found = page.Count,
                firstMs = Math.Round(first, 1),
                medianMs = Math.Round(milliseconds[Times / 2], 1),
                mostMs = Math.Round(milliseconds[^1], 1),
            });
        }
    }
}
