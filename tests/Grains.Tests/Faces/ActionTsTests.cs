using Atmosphere.Grains.Faces;

namespace Atmosphere.Grains.Tests.Faces;

public sealed class ActionTsTests
{
    [Theory]
    [InlineData("1772442001.000100", "1772442000.000100", true)]
    [InlineData("1772442000.000100", "1772442000.000100", false)]
    [InlineData("1772442000.000099", "1772442000.000100", false)]
    [InlineData("10000000000.000001", "9999999999.999999", true)]
    [InlineData("1772442000.9", "1772442000.10", true)]
    [InlineData("1772442000", "1772441999.999999", true)]
    [InlineData("1772442000.000100", null, true)]
    public void Later_is_newer(string candidate, string? than, bool newer) => ActionTs.IsNewer(candidate, than).ShouldBe(newer);

    [Theory]
    [InlineData("")]
    [InlineData(" 1772442000")]
    [InlineData("1,772,442,000")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("+1")]
    public void Anything_else_is_a_fault_that_names_it(string text)
    {
        Should.Throw<FormatException>(() => ActionTs.IsNewer(text, null)).Message.ShouldContain($"'{text}'");
        Should.Throw<FormatException>(() => ActionTs.IsNewer("1772442000.000100", text)).Message.ShouldContain($"'{text}'");
    }
}
