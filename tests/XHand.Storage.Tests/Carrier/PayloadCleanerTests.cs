using System.Text;
using XHand.Storage.Carrier;

namespace XHand.Storage.Tests.Carrier;

public sealed class PayloadCleanerTests
{
    [Theory]
    [InlineData("""{"name":"Ana"}""")]
    [InlineData("""{"name":"\"\\\/\b\f\n\r\t"}""")]
    [InlineData("""{"name":"Robert'); DROP TABLE call_record;--"}""")]
    [InlineData("""{"name":"\u00e9 \ud83d\ude00 😀 שלום"}""")]
    [InlineData("""{"path":"C:\\u0000"}""")] // a backslash and "u0000", no NUL
    public void What_PostgreSQL_takes_stays_as_it_is(string json) =>
        Assert.Equal(json, PayloadCleaner.Clean(Encoding.UTF8.GetBytes(json), out _));

    [Theory]
    [InlineData("""{"name":"a\u0000b"}""", """{"name":"a\ufffdb"}""")]
    [InlineData("""{"name":"\\\u0000"}""", """{"name":"\\\ufffd"}""")]
    [InlineData("""{"name":"\ud83d"}""", """{"name":"\ufffd"}""")]
    [InlineData("""{"name":"\ude00\ud83d"}""", """{"name":"\ufffd\ufffd"}""")]
    [InlineData("""{"name":"\uD83Dx\uDE00"}""", """{"name":"\ufffdx\ufffd"}""")]
    public void Nul_and_half_pairs_become_the_replacement_character(string json, string clean) =>
        Assert.Equal(clean, PayloadCleaner.Clean(Encoding.UTF8.GetBytes(json), out _));

    [Fact]
    public void Broken_utf8_becomes_the_replacement_character() =>
        Assert.Equal("""{"name":"a�b"}""", PayloadCleaner.Clean((byte[])[.. """{"name":"a"""u8, 0xFF, .. "b\"}"u8], out _));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("\"a\0b\"")]
    [InlineData("""{"name":"\u00"}""")]
    public void What_is_not_json_is_refused_with_a_reason(string text)
    {
        Assert.Null(PayloadCleaner.Clean(Encoding.UTF8.GetBytes(text), out string reason));
        Assert.StartsWith("not JSON", reason, StringComparison.Ordinal);
    }
}
