using XHand.Site;

namespace XHand.Dialplan.Tests;

public sealed class BrazilianNumbersTests
{
    [Theory]
    [InlineData("36521777", CallClass.Local)]
    [InlineData("57001234", CallClass.Local)]
    [InlineData("40041234", CallClass.Local)]
    [InlineData("912345678", CallClass.LocalMobile)]
    [InlineData("81234567", CallClass.LocalMobile)]
    [InlineData("2136521777", CallClass.LongDistance)]
    [InlineData("02136521777", CallClass.LongDistance)]
    [InlineData("0152136521777", CallClass.LongDistance)]
    [InlineData("21912345678", CallClass.LongDistanceMobile)]
    [InlineData("021912345678", CallClass.LongDistanceMobile)]
    [InlineData("01521912345678", CallClass.LongDistanceMobile)]
    [InlineData("+552136521777", CallClass.LongDistance)]
    [InlineData("+5521912345678", CallClass.LongDistanceMobile)]
    [InlineData("+351210000000", CallClass.International)]
    [InlineData("0015351210000000", CallClass.International)]
    [InlineData("08001234567", CallClass.Local)]
    [InlineData("0800123456", CallClass.Local)]
    [InlineData("156", CallClass.Local)]
    public void An_outside_number_s_class_follows_from_its_form(string number, CallClass expected) =>
        Assert.Equal(expected, BrazilianNumbers.ClassOf(number));

    [Theory]
    [InlineData("")]
    [InlineData("1702")]
    [InlineData("0")]
    [InlineData("00")]
    [InlineData("+")]
    [InlineData("+55")]
    [InlineData("012345")]
    [InlineData("10000000")]
    [InlineData("812345678")]
    [InlineData("0102136521")]
    [InlineData("36521*77")]
    [InlineData("123456789012345678901234567890")]
    public void What_has_no_form_of_the_plan_has_no_class(string number) => Assert.Null(BrazilianNumbers.ClassOf(number));
}
