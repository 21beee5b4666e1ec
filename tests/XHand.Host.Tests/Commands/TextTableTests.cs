using XHand.Host.Commands;

namespace XHand.Host.Tests.Commands;

/// <summary>Tables for people.</summary>
public sealed class TextTableTests
{
    [Fact]
    public void Columns_are_as_wide_as_their_widest_cell() =>
        Assert.Equal(
            """
            NUMBER  NAME
            1700    Ana
            17      José da Silva

            """,
            TextTable.Of(["NUMBER", "NAME"], [["1700", "Ana"], ["17", "José da Silva"]], "None."));

    [Fact]
    public void No_rows_are_one_sentence() => Assert.Equal("None.\n", TextTable.Of(["NUMBER"], [], "None."));

    [Fact]
    public void What_a_phone_sends_cannot_steer_the_terminal() =>
        Assert.DoesNotContain('\u001b', TextTable.Of(["PHONE"], [["\u001b[2Jgone"]], "None."));
}
