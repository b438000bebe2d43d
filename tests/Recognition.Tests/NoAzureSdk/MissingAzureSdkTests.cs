namespace Atmosphere.Recognition.Tests.NoAzureSdk;

public sealed class MissingAzureSdkTests
{
    private const string Azure = "https://my-faces.cognitiveservices.azure.com/";

    [Fact]
    public void A_build_without_the_SDK_uses_our_own_client() =>
        new RecognitionOptions { Endpoint = Azure, Key = "k" }.EffectiveClient.ShouldBe(RecognitionClientKind.BuiltIn);

    [Fact]
    public void Asking_a_build_without_the_SDK_for_it_stops_the_start_with_a_sentence()
    {
        var options = new RecognitionOptions { Endpoint = Azure, Key = "k", Client = RecognitionClientKind.AzureSdk };
        var failure = new RecognitionOptionsValidator().Validate(null, options).Failures.ShouldNotBeNull().ShouldHaveSingleItem();
        failure.ShouldStartWith("Recognition:Client is AzureSdk, which this build leaves out.");
        failure.ShouldContain("docs/engines.md");
    }

    [Fact]
    public void Without_a_key_nobody_is_asked() =>
        new RecognitionOptionsValidator().Validate(null, new RecognitionOptions { Endpoint = Azure }).Failures.ShouldNotBeNull().ShouldHaveSingleItem().ShouldStartWith("Recognition:Key");
}
