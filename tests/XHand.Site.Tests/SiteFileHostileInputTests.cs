using System.Text;

namespace XHand.Site.Tests;

public sealed class SiteFileHostileInputTests
{
    [Theory]
    [InlineData("[")]
    [InlineData("{\"extensions\":[")]
    [InlineData("{\"a\":")]
    [InlineData("{\"extensions\":[{\"classOfService\":[[")]
    public void A_hundred_thousand_nested_brackets_are_refused_by_their_depth(string opening)
    {
        string json = string.Concat(Enumerable.Repeat(opening, 100_000));
        SiteProblem problem = SiteFileText.Problems(json)[^1];
        Assert.Contains("nested deeper than 8 levels", problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_ten_megabytes_is_one_short_problem()
    {
        SiteProblem problem = SiteFileText.OneProblem($$"""{"extensions": [{"number": "1700", "name": "{{new string('x', 10_000_000)}}"}]}""");
        Assert.Equal("extensions[0].name", problem.Path);
        Assert.Equal("is a string of 10000000 bytes: far too long", problem.Reason);
    }

    [Fact]
    public void A_key_of_ten_megabytes_is_one_short_problem()
    {
        SiteProblem problem = SiteFileText.OneProblem($$"""{"{{new string('x', 10_000_000)}}": 1}""");
        Assert.True(problem.Path.Length + problem.Reason.Length < 200);
    }

    [Fact]
    public void Ten_megabytes_of_the_same_entry_stop_at_a_hundred_problems()
    {
        string entry = """{"number": "1700"},""";
        string json = $$"""{"extensions": [{{string.Concat(Enumerable.Repeat(entry, 10_000_000 / entry.Length))}}{"number": "1701"}]}""";
        IReadOnlyList<SiteProblem> problems = SiteFileText.Problems(json);
        Assert.Equal(100, problems.Count);
        Assert.Equal("there are more; they are not listed", problems[^1].Reason);
    }

    [Fact]
    public void Ten_megabytes_of_unknown_keys_are_read_once()
    {
        string json = "{" + string.Join(",", Enumerable.Range(0, 800_000).Select(i => $"\"k{i}\":{i}")) + "}";
        Assert.Equal(100, SiteFileText.Problems(json).Count);
    }

    [Fact]
    public void Ten_megabytes_of_spaces_and_of_rubbish_are_refused()
    {
        Assert.Contains("is empty", SiteFileText.OneProblem(new string(' ', 10_000_000)).Reason, StringComparison.Ordinal);
        Assert.Contains("broken JSON", SiteFileText.OneProblem(new string('x', 10_000_000)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_over_the_limit_is_refused_unread()
    {
        SiteProblem problem = Assert.Single(SiteFileText.Problems(new byte[SiteFileReader.MaxBytes + 1]));
        Assert.Contains("67108864 are allowed", problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_good_file_of_ten_megabytes_is_read()
    {
        StringBuilder json = new("""{"extensions": [""");
        int count = 0;
        while (json.Length < 10_000_000)
        {
            json.Append(count == 0 ? "" : ",").Append($$"""{"number": "{{40000000 + count++}}", "password": "Zeb-4411-ra", "name": "Ana Maria"}""");
        }

        SiteFile file = SiteFileText.Read(json.Append("]}").ToString());
        Assert.Equal(count, file.Extensions!.Count);
    }

    [Fact]
    public void Broken_utf8_names_the_byte()
    {
        byte[] bytes = [.. """{"company": "A"""u8, 0xC3, .. "\"}"u8];
        Assert.Equal("is not valid UTF-8: byte 14 begins no character", Assert.Single(SiteFileText.Problems(bytes)).Reason);
    }

    [Fact]
    public void Utf16_is_named_as_such()
    {
        byte[] bytes = [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("{}")];
        Assert.Contains("UTF-16", Assert.Single(SiteFileText.Problems(bytes)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_may_hold_64_elements()
    {
        string groups = string.Join(", ", Enumerable.Range(0, 65).Select(i => $"\"{i}\""));
        SiteProblem problem = SiteFileText.OneProblem($$"""{"extensions": [{"number": "1700", "pickupGroups": [{{groups}}], "name": "Ana"}]}""");
        Assert.Equal("extensions[0].pickupGroups", problem.Path);
        Assert.Equal("may have 64 elements at most", problem.Reason);
    }

    [Fact]
    public void No_mutation_of_a_good_file_escapes_as_an_exception()
    {
        byte[] good = Encoding.UTF8.GetBytes("""
            {"company": "default", "companySettings": {"domain": "a.example.com", "timeZone": "America/Sao_Paulo"},
             "extensions": [{"number": "1700", "password": {"encrypted": "v1:AAAA"}, "name": "Ção \u00e9 \ud83d\ude00", "classOfService": ["local"]}],
             "announcements": [{"number": "1799", "prompt": "welcome", "language": "en"}]}
            """);
        Random random = new(20261121);
        byte[] interesting = [.. "{}[]\",:\\u0d-+.eE*#"u8, 0, 0x80, 0xC3, 0xED, 0xA0, 0xFF];
        for (int round = 0; round < 20_000; round++)
        {
            List<byte> bytes = [.. good];
            for (int change = random.Next(1, 5); change > 0; change--)
            {
                int at = random.Next(bytes.Count);
                switch (random.Next(4))
                {
                    case 0:
                        bytes[at] = interesting[random.Next(interesting.Length)];
                        break;
                    case 1:
                        bytes.Insert(at, interesting[random.Next(interesting.Length)]);
                        break;
                    case 2:
                        bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at - 1));
                        break;
                    default:
                        bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 20), bytes.Count - at)));
                        break;
                }
            }

            (SiteFile? file, IReadOnlyList<SiteProblem> problems) = SiteFileReader.Read(bytes.ToArray(), "site.json");
            Assert.True((file is null) == (problems.Count > 0));
        }
    }
}
