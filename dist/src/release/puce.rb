# Homebrew formula of puce.
class Puce < Formula
  desc "Workbench for smart cards"
  homepage "@HOME@"
  url "@HOME@/releases/download/v@VERSION@/puce-@VERSION@.tar.gz"
  sha256 "@TAR_SHA256@"
  license "Apache-2.0"

  depends_on "openjdk"

  def install
    libexec.install Dir["*"]
    (bin/"puce").write_env_script libexec/"bin/puce", JAVA_HOME: Formula["openjdk"].opt_prefix
    man1.install Dir[libexec/"share/man/man1/*.1"]
    bash_completion.install libexec/"share/bash-completion/completions/puce"
    zsh_completion.install libexec/"share/zsh/site-functions/_puce"
    fish_completion.install libexec/"share/fish/vendor_completions.d/puce.fish"
  end

  test do
    assert_match "puce #{version}", shell_output("#{bin}/puce --version")
  end
end
