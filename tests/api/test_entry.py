import subprocess
import sys


def test_without_the_service_the_command_says_how_to_install_it() -> None:
    # As in an installation of the linter alone, whose packages do not hold click.
    program = "import sys; sys.modules['click'] = None; from api.entry import main; main()"

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "headgate: the package 'click' is missing, because the linter alone was installed; "
        "install the service with: pip install 'headgate[api]'\n"
    )
