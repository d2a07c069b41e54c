"""What happens to money: payments, saved cards, refunds, disputes, and the balance they leave."""
